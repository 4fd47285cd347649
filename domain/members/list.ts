import * as z from 'zod';
import { DomainError } from '../shared/error.ts';
import { line } from '../shared/text.ts';
import { says } from '../shared/words.ts';
import { defaultEntries } from './list-defaults.ts';
import type { ListName } from './list-name.ts';

/** The others are part of contracts and rules (a channel, a severity): a new code would mean nothing to them. */
const extensible: readonly ListName[] = ['industries', 'levels', 'sources', 'buyer-types'];

export const EntryCode = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, says('shared.slug'))
  .max(40);
const Label = line(60);
export const Labels = z.strictObject({ 'zh-CN': Label, en: Label });

/** JSON holds codes, never labels (rules.md 10). Version 0: as delivered. */
export const ListEntry = z.strictObject({
  code: EntryCode,
  labels: Labels,
  /** Chosen no more, and shown where it was used. */
  archived: z.boolean(),
  version: z.int().nonnegative(),
});
export type ListEntry = z.output<typeof ListEntry>;

export function assertExtensible(name: ListName): void {
  if (!extensible.includes(name)) throw new DomainError('invalid', 'members.list-fixed', { list: name });
}

/** What is delivered, as far as nobody changed it, then what the company added, in the order of its codes. */
export function entriesOf(name: ListName, own: readonly ListEntry[]): ListEntry[] {
  const delivered = defaultEntries[name].map(([code, zh, en]) => {
    const changed = own.find((each) => each.code === code);
    return changed ?? { code, labels: { 'zh-CN': zh, en }, archived: false, version: 0 };
  });
  return [...delivered, ...own.filter(({ code }) => !delivered.some((each) => each.code === code))];
}
