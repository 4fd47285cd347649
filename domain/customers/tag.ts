import * as z from 'zod';
import { DomainError } from '../shared/error.ts';
import { line } from '../shared/text.ts';
import { UtcInstant } from '../shared/time.ts';

/** Made of the text with which the tag was first typed: it never changes. */
export const TagCode = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

const Label = line(60);

/**
 * A tag that customers bear, or bore. Customers and filters hold its text; the labels are what people are shown, so
 * that a tag is renamed by one write however many bear it. Version 0: nobody has renamed or archived it.
 */
export const Tag = z.strictObject({
  code: z.string(),
  tag: z.string(),
  labels: z.strictObject({ 'zh-CN': z.string(), en: z.string() }),
  customers: z.int().nonnegative(),
  archivedAt: UtcInstant.optional(),
  version: z.int().nonnegative(),
});
export type Tag = z.output<typeof Tag>;

export const TagPatch = z.strictObject({
  labels: z.strictObject({ 'zh-CN': Label.optional(), en: Label.optional() }),
});
export type TagPatch = z.output<typeof TagPatch>;

/** What the company said of a tag, kept beside the count. */
export const TagWords = Tag.pick({ labels: true, archivedAt: true, version: true });
export type TagWords = z.output<typeof TagWords>;

export function toTag(
  code: string,
  counted: { readonly tag: string; readonly customers: number },
  words?: TagWords,
): Tag {
  const { tag } = counted;
  const labels = { 'zh-CN': tag, en: tag };
  return { code, tag, customers: Math.max(0, counted.customers), ...(words ?? { labels, version: 0 }) };
}

export function patchTag(tag: Tag, { labels }: TagPatch): Tag {
  return {
    ...tag,
    labels: { 'zh-CN': labels['zh-CN'] ?? tag.labels['zh-CN'], en: labels.en ?? tag.labels.en },
    version: tag.version + 1,
  };
}

/** An archived tag is put on nobody any more and stays with those who have it (rules.md 4). */
export function archiveTag(tag: Tag, now: Date): Tag {
  if (tag.archivedAt !== undefined) throw new DomainError('conflict', 'customers.tag-archived');
  return { ...tag, archivedAt: now.toISOString(), version: tag.version + 1 };
}

export function restoreTag(tag: Tag): Tag {
  if (tag.archivedAt === undefined) throw new DomainError('conflict', 'customers.tag-not-archived');
  const { archivedAt: _, ...live } = tag;
  return { ...live, version: tag.version + 1 };
}
