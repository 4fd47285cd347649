import * as z from 'zod';
import type { Context } from '#domain/contexts.ts';
import { type BulkCounts, bulkOutcomes } from '#domain/shared/bulk-outcome.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import type { Expect, Table, Write } from './table.ts';

interface Job {
  readonly id: string;
  readonly createdAt: string;
}

const Progress = z.object({
  changed: z.int().default(0),
  unchanged: z.int().default(0),
  refused: z.int().default(0),
  /** Parts of which every record was looked at. */
  parts: z.int().default(0),
});
export type BulkProgress = z.output<typeof Progress>;

/** Why a record was left as it was: a rule's code, with its facts. */
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

/** So long it is answered how it went; what it did stands in the records themselves. */
const keptDays = 90;

export function forgottenAt({ createdAt }: Job): number {
  return Math.floor(Date.parse(createdAt) / 1000) + keptDays * 24 * 60 * 60;
}

/**
 * `<context>#bulk-edit#<id>`: `bulk-edit` (the job, which is each context's own), `progress` (counters) and a row for each
 * part, a hundred records. What was changed is noted in a partition for each part, `<context>#bulk-edit#<id>#<part>`, with
 * the change itself.
 */
export function bulkEditRows(context: Context) {
  const place = (id: string, ...rest: readonly string[]): string => partition(context, 'bulk-edit', id, ...rest);
  const progressKey = (id: string): Key => ({ pk: place(id), sk: 'progress' });
  const partKey = (id: string, part: number): Key => ({ pk: place(id), sk: `part#${String(part).padStart(8, '0')}` });

  return {
    jobKey: (id: string): Key => ({ pk: place(id), sk: 'bulk-edit' }),

    async readBulkProgress(table: Table, id: string): Promise<BulkProgress> {
      return Progress.parse((await table.get(progressKey(id), { consistent: true })) ?? {});
    },

    /** Joins the transaction that closes a part, so that each part is counted once. */
    addBulkProgress(job: Job, counts: BulkCounts): Write {
      const given = bulkOutcomes.filter((outcome) => counts[outcome] !== 0);
      const add = { parts: 1, ...Object.fromEntries(given.map((outcome) => [outcome, counts[outcome]])) };
      return { op: 'add', key: progressKey(job.id), add, expiresAt: forgottenAt(job) };
    },

    async readBulkPart(table: Table, id: string, part: number): Promise<BulkPart | undefined> {
      const item = await table.get(partKey(id, part), { consistent: true });
      return item === undefined ? undefined : Part.parse(item);
    },

    /** Parts in order, from the given one on. */
    async readBulkParts(table: Table, id: string, from: number, limit: number): Promise<BulkPart[]> {
      const { pk, sk } = partKey(id, from);
      const { items } = await table.query({ pk, from: sk, to: 'part#~', limit });
      return items.map(({ item }) => Part.parse(item));
    },

    putBulkPart(job: Job, part: BulkPart, events: readonly Event[] = []): Write {
      const expect: Expect = part.version === 1 ? 'absent' : { version: part.version - 1 };
      const key = partKey(job.id, part.part);
      return { op: 'put', key, item: { ...part }, expect, events, expiresAt: forgottenAt(job) };
    },

    /** Notes that a record was changed, in the transaction that changes it: a worker after this one only counts it. */
    putChanged(job: Job, part: number, id: string): Write {
      const key = { pk: place(job.id, String(part)), sk: id };
      return { op: 'put', key, item: {}, expect: 'absent', expiresAt: forgottenAt(job) };
    },

    /** What of a part an earlier worker changed: a hundred rows at most. */
    async readChanged(table: Table, id: string, part: number): Promise<ReadonlySet<string>> {
      const { items } = await table.query({ pk: place(id, String(part)), limit: 1000, consistent: true });
      return new Set(items.map(({ key }) => key.sk));
    },
  };
}
