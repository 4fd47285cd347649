import * as z from 'zod';
import type { Dimension, Sum } from '#domain/costs/hour.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import type { Table, Write } from './table.ts';

const Row = z.object({
  sums: z.array(z.object({ key: z.string(), requests: z.int(), usage: z.record(z.string(), z.number()) })),
});

/** Sums in one item: about 60 KB, so that an hour of a small company is one write for each dimension. */
const sumsPerItem = 250;

/** The sums of the hours `from` to `to`: a month of one dimension stands in one partition, in order of the hour. */
export async function readSums(table: Table, dimension: Dimension, from: string, to: string): Promise<Sum[]> {
  const sums: Sum[] = [];
  for (const month of monthsBetween(from, to)) {
    const pk = sumPartition(dimension, month);
    for (let after: Key | undefined; ; ) {
      const more = after === undefined ? {} : { after };
      const page = await table.query({ pk, from: `${from}#`, to: `${to}#~`, limit: 200, ...more });
      for (const { item } of page.items) sums.push(...Row.parse(item).sums.map((sum) => ({ dimension, ...sum })));
      if (page.next === undefined) break;
      after = page.next;
    }
  }
  return sums;
}

/** The rows of one hour. They overwrite: an hour is computed whole each time, and only ever grows. */
export function putSums(hour: string, dimension: Dimension, sums: readonly Sum[]): Write[] {
  const sorted = sums
    .map(({ key, requests, usage }) => ({ key, requests, usage }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const writes: Write[] = [];
  for (let start = 0; start < sorted.length; start += sumsPerItem) {
    const chunk = String(start / sumsPerItem).padStart(4, '0');
    const key = { pk: sumPartition(dimension, hour.slice(0, 7)), sk: `${hour}#${chunk}` };
    writes.push({ op: 'put', key, item: { sums: sorted.slice(start, start + sumsPerItem) }, expect: 'any' });
  }
  return writes;
}

/** An hour whose records have changed since it was last computed. `version` tells a change during the computation. */
export const PendingHour = z.object({ hour: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}$/), version: z.int() });
export type PendingHour = z.output<typeof PendingHour>;

export function putPendingHour(pending: PendingHour, at: string): Write {
  const agenda = agendaKey('costs', at, pending.hour);
  return { op: 'put', key: pendingKey(pending.hour), item: pending, agenda, expect: 'any' };
}

export function takePendingHour({ hour, version }: PendingHour): Write {
  return { op: 'delete', key: pendingKey(hour), expect: { version } };
}

function pendingKey(hour: string): Key {
  return { pk: partition('costs', 'pending', hour), sk: 'hour' };
}

function sumPartition(dimension: Dimension, month: string): string {
  return partition('costs', dimension, month);
}

function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); ) {
    months.push(month);
    const [year = 0, number = 1] = month.split('-').map(Number);
    month = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  }
  return months;
}
