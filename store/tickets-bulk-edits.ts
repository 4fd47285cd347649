import * as z from 'zod';
import { type BulkCounts, BulkEdit, bulkOutcomes } from '#domain/tickets/bulk-edit.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import type { Table, Write } from './table.ts';

/**
 * `tickets#bulk-edit#<id>`: `bulk-edit`, `progress` (counters) and a row for each part, a hundred tickets. What was
 * changed is noted in a partition for each part, `tickets#bulk-edit#<id>#<part>`, with the change itself.
 */
const jobPartition = (id: string): string => partition('tickets', 'bulk-edit', id);
const changedPartition = (id: string, part: number): string => partition('tickets', 'bulk-edit', id, String(part));
const jobKey = (id: string): Key => ({ pk: jobPartition(id), sk: 'bulk-edit' });
const progressKey = (id: string): Key => ({ pk: jobPartition(id), sk: 'progress' });
const partKey = (id: string, part: number): Key => ({
  pk: jobPartition(id),
  sk: `part#${String(part).padStart(4, '0')}`,
});

type Job = Pick<BulkEdit, 'id' | 'createdAt'>;

/** So long it is answered how it went; what it did stands in the tickets. */
const keptDays = 90;

function forgottenAt({ createdAt }: Job): number {
  return Math.floor(Date.parse(createdAt) / 1000) + keptDays * 24 * 60 * 60;
}

/** Consistent: a worker may be quicker than the replicas. */
export async function readBulkEdit(table: Table, id: string): Promise<BulkEdit | undefined> {
  const item = await table.get(jobKey(id), { consistent: true });
  return item === undefined ? undefined : BulkEdit.parse(item);
}

export function putBulkEdit(job: BulkEdit): Write {
  return { op: 'put', key: jobKey(job.id), item: { ...job }, expect: 'absent', expiresAt: forgottenAt(job) };
}

const Progress = z.object({
  changed: z.int().default(0),
  unchanged: z.int().default(0),
  refused: z.int().default(0),
  /** Parts of which every ticket was looked at. */
  parts: z.int().default(0),
});
export type BulkProgress = z.output<typeof Progress>;

export async function readBulkProgress(table: Table, id: string): Promise<BulkProgress> {
  return Progress.parse((await table.get(progressKey(id), { consistent: true })) ?? {});
}

/** Why a ticket was left as it was: a rule's code, with its facts. */
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

/** All parts in order: ten at most. */
export async function readBulkParts(table: Table, id: string): Promise<BulkPart[]> {
  const { items } = await table.query({ pk: jobPartition(id), beginsWith: 'part#', limit: 100 });
  return items.map(({ item }) => Part.parse(item));
}

export function putQueuedPart(job: Job, part: Pick<BulkPart, 'part' | 'ids'>, queued: Event): Write {
  const item = { ...part, state: 'queued', refused: [], version: 1 };
  return {
    op: 'put',
    key: partKey(job.id, part.part),
    item,
    expect: 'absent',
    events: [queued],
    expiresAt: forgottenAt(job),
  };
}

/** Closes a part and counts it, in one transaction: once. */
export function putDonePart(job: Job, part: BulkPart, refused: readonly Refused[], counts: BulkCounts): Write[] {
  const item = { ...part, state: 'done', refused, version: part.version + 1 };
  const given = bulkOutcomes.filter((outcome) => counts[outcome] !== 0);
  const add = { parts: 1, ...Object.fromEntries(given.map((outcome) => [outcome, counts[outcome]])) };
  const expiresAt = forgottenAt(job);
  return [
    { op: 'put', key: partKey(job.id, part.part), item, expect: { version: part.version }, expiresAt },
    { op: 'add', key: progressKey(job.id), add, expiresAt },
  ];
}

/** Notes that a ticket was changed, in the transaction that changes it: a worker after this one only counts it. */
export function putChanged(job: Job, part: number, ticketId: string): Write {
  const key = { pk: changedPartition(job.id, part), sk: ticketId };
  return { op: 'put', key, item: {}, expect: 'absent', expiresAt: forgottenAt(job) };
}

/** What of a part an earlier worker changed: a hundred rows at most. */
export async function readChanged(table: Table, id: string, part: number): Promise<ReadonlySet<string>> {
  const { items } = await table.query({ pk: changedPartition(id, part), limit: 1000, consistent: true });
  return new Set(items.map(({ key }) => key.sk));
}
