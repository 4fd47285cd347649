import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { contexts } from '#domain/contexts.ts';
import { sourceOf } from '#events/define.ts';
import { PublishedEvent } from '#functions/batch/event.ts';
import { fromWire, type WireMap } from '#store/attributes.ts';
import type { Item } from '#store/table.ts';

/** One event on its way from an item to the bus. */
export interface News {
  readonly source: string;
  readonly detailType: string;
  /** JSON of the event. */
  readonly detail: string;
}

/** What an item carries that the bus may not see: its shape is unknown to us. */
export interface Unpublishable {
  readonly detail: string;
  readonly error: z.ZodError;
}

/** Of an item's images only what tells its news: the whole of it need not be read. */
const told = ['pk', 'version', 'events'];

/**
 * What a change of an item means to the rest of the system. The events stand in the item for as long as its version
 * does, so a change that leaves the version alone (a counter, an index) repeats them and is no news.
 */
export function newsOf({ dynamodb }: DynamoDBRecord): readonly (News | Unpublishable)[] {
  const after = imageOf(dynamodb?.NewImage);
  if (after === undefined || !Array.isArray(after['events'])) return [];
  if (!isNews(after, imageOf(dynamodb?.OldImage))) return [];
  const source = sourceFor(after['pk']);
  return after['events'].map((event: unknown) => toNews(source, event));
}

function imageOf(image: object | undefined): Item | undefined {
  if (image === undefined) return undefined;
  return fromWire(Object.fromEntries(Object.entries(image as WireMap).filter(([name]) => told.includes(name))));
}

function isNews(after: Item, before: Item | undefined): boolean {
  if (before === undefined) return true;
  if (after['version'] !== undefined) return after['version'] !== before['version'];
  return idsOf(after).join() !== idsOf(before).join();
}

function idsOf({ events }: Item): readonly unknown[] {
  return Array.isArray(events) ? events.map((event: { readonly id?: unknown } | null) => event?.id) : [];
}

const ContextName = z.enum(contexts);

/** The context is the first part of the partition key, as IAM too reads it. */
function sourceFor(pk: unknown): string | z.ZodError {
  const name = ContextName.safeParse(String(pk).split('#', 1)[0]);
  return name.success ? sourceOf(name.data) : name.error;
}

function toNews(source: string | z.ZodError, event: unknown): News | Unpublishable {
  const detail = JSON.stringify(event) ?? 'null';
  const parsed = PublishedEvent.safeParse(event);
  if (!parsed.success) return { detail, error: parsed.error };
  return typeof source === 'string' ? { source, detailType: parsed.data.type, detail } : { detail, error: source };
}
