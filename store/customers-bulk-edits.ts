import * as z from 'zod';
import { type BulkCounts, BulkEdit, bulkOutcomes } from '#domain/customers/bulk-edit.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import type { Expect, Table, Write } from './table.ts';

/**
 * `customers#bulk-edit#<id>`: `bulk-edit`, `progress` (counters) and a row for each part, a hundred customers. Who was
 * changed is noted in a partition for each part, `customers#bulk-edit#<id>#<part>`, with the change itself.
 */
function bulkPartition(id: string, ...rest: readonly string[]): string {
  return partition('customers', 'bulk-edit', id, ...rest);
}

const jobKey = (id: string): Key => ({ pk: bulkPartition(id), sk: 'bulk-edit' });
const progressKey = (id: string): Key => ({ pk: bulkPartition(id), sk: 'progress' });
const partKey = (id: string, part: number): Key => ({
  pk: bulkPartition(id),
  sk: `part#${String(part).padStart(8, '0')}`,
});

/** Consistent: what a worker decides hangs on it. */
export async function readBulkEdit(table: Table, id: string): Promise<BulkEdit | undefined> {
  const item = await table.get(jobKey(id), { consistent: true });
  return item === undefined ? undefined : BulkEdit.parse(item);
}

export function putBulkEdit(job: BulkEdit, events: readonly Event[] = []): Write {
  const expect: Expect = job.version === 1 ? 'absent' : { version: job.version - 1 };
  return { op: 'put', key: jobKey(job.id), item: { ...job }, expect, events, expiresAt: forgottenAt(job) };
}

type Job = Pick<BulkEdit, 'id' | 'createdAt'>;

/** So long it is answered how it went; what it did stands in the customers and in the audit. */
const keptDays = 90;

function forgottenAt({ createdAt }: Job): number {
  return Math.floor(Date.parse(createdAt) / 1000) + keptDays * 24 * 60 * 60;
}

const Progress = z.object({
  changed: z.int().default(0),
  unchanged: z.int().default(0),
  refused: z.int().default(0),
  /** Parts of which every customer was looked at. */
  parts: z.int().default(0),
});
export type BulkProgress = z.output<typeof Progress>;

export async function readBulkProgress(table: Table, id: string): Promise<BulkProgress> {
  return Progress.parse((await table.get(progressKey(id), { consistent: true })) ?? {});
}

/** Joins the transaction that closes a part, so that each part is counted once. */
export function addBulkProgress(job: Job, counts: BulkCounts): Write {
  const given = bulkOutcomes.filter((outcome) => counts[outcome] !== 0);
  const add = { parts: 1, ...Object.fromEntries(given.map((outcome) => [outcome, counts[outcome]])) };
  return { op: 'add', key: progressKey(job.id), add, expiresAt: forgottenAt(job) };
}

/** Why a customer was left as he was: a rule's code, with its facts. */
const Refused = z.object({ id: z.string(), code: z.string(), facts: z.record(z.string(), z.unknown()).optional() });
export type Refused = z.output<typeof Refused>;

const Part = z.object({
  part: z.int(),
  state: z.enum(['queued', 'done']),
  ids: z.array(z.string()),
  refused: z.array(Refused),
  version: z.int(),
});
export type BulkPart = z.output<typeof Part>;

export async function readBulkPart(table: Table, id: string, part: number): Promise<BulkPart | undefined> {
  const item = await table.get(partKey(id, part), { consistent: true });
  return item === undefined ? undefined : Part.parse(item);
}

export function putBulkPart(job: Job, part: BulkPart, events: readonly Event[] = []): Write {
  const expect: Expect = part.version === 1 ? 'absent' : { version: part.version - 1 };
  return { op: 'put', key: partKey(job.id, part.part), item: { ...part }, expect, events, expiresAt: forgottenAt(job) };
}

/** Parts in order, from the given one on. */
export async function readBulkParts(table: Table, id: string, from: number, limit: number): Promise<BulkPart[]> {
  const { pk, sk } = partKey(id, from);
  const { items } = await table.query({ pk, from: sk, to: 'part#~', limit });
  return items.map(({ item }) => Part.parse(item));
}

/** Notes that a customer was changed, in the transaction that changes him: a worker after this one only counts him. */
export function putChanged(job: Job, part: number, customerId: string): Write {
  const key = { pk: bulkPartition(job.id, String(part)), sk: customerId };
  return { op: 'put', key, item: {}, expect: 'absent', expiresAt: forgottenAt(job) };
}

/** Whom of a part an earlier worker changed: a hundred rows at most. */
export async function readChanged(table: Table, id: string, part: number): Promise<ReadonlySet<string>> {
  const { items } = await table.query({ pk: bulkPartition(id, String(part)), limit: 1000, consistent: true });
  return new Set(items.map(({ key }) => key.sk));
}
