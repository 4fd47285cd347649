import * as z from 'zod';
import type { Context } from '#domain/contexts.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import type { Table, Write } from './table.ts';

/** What a context says of an erasure stands with it, in each alike: the news needs a row that it is written with. */
function reportKey(context: Context, erasureId: string): Key {
  return { pk: partition(context, 'erasure', erasureId), sk: 'report' };
}

/** The version of the last report; 0 before the first. */
export async function readErasureReported(table: Table, context: Context, erasureId: string): Promise<number> {
  const item = await table.get(reportKey(context, erasureId), { consistent: true });
  return item === undefined ? 0 : z.int().parse(item['version']);
}

export function putErasureReport(context: Context, erasureId: string, known: number, events: readonly Event[]): Write {
  return {
    op: 'put',
    key: reportKey(context, erasureId),
    item: { version: known + 1 },
    expect: known === 0 ? 'absent' : { version: known },
    events,
  };
}
