import * as z from 'zod';
import type { Context } from '#domain/contexts.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { Table, Write } from './table.ts';

/**
 * Which of a context's rows a merge of customers has moved, from whom, and by what one tells whether somebody has
 * touched them since: `<context>#merge#<merge>`, in each context alike.
 */
const MovedRow = z.object({ from: z.string(), mark: z.string() });
export interface MovedRow extends z.output<typeof MovedRow> {
  readonly id: string;
}

function ledgerPartition(context: Context, mergeId: string): string {
  return partition(context, 'merge', mergeId);
}

function rowKey(context: Context, mergeId: string, part: 'row' | 'kept', id: string): Key {
  return { pk: ledgerPartition(context, mergeId), sk: `${part}#${id}` };
}

export function putMovedRow(context: Context, mergeId: string, { id, ...item }: MovedRow): Write {
  return { op: 'put', key: rowKey(context, mergeId, 'row', id), item, expect: 'any' };
}

/** It has gone back. */
export function forgetMovedRow(context: Context, mergeId: string, id: string): Write {
  return { op: 'delete', key: rowKey(context, mergeId, 'row', id), expect: 'any' };
}

/** It stays, because somebody has touched it since. */
export function keepMovedRow(context: Context, mergeId: string, id: string): Write[] {
  return [
    forgetMovedRow(context, mergeId, id),
    { op: 'put', key: rowKey(context, mergeId, 'kept', id), item: {}, expect: 'any' },
  ];
}

export async function readMovedRows(table: Table, context: Context, mergeId: string): Promise<MovedRow[]> {
  const found: MovedRow[] = [];
  const asked = { pk: ledgerPartition(context, mergeId), beginsWith: 'row#', limit: 500, consistent: true };
  for await (const { key, item } of rowsOf(table, asked)) {
    found.push({ ...MovedRow.parse(item), id: key.sk.slice('row#'.length) });
  }
  return found;
}

/** Ids of what stays with the survivor though the merge was taken back. */
export async function readKept(table: Table, context: Context, mergeId: string): Promise<string[]> {
  const ids: string[] = [];
  const asked = { pk: ledgerPartition(context, mergeId), beginsWith: 'kept#', limit: 500, consistent: true };
  for await (const { key } of rowsOf(table, asked)) ids.push(key.sk.slice('kept#'.length));
  return ids;
}

function reportKey(context: Context, mergeId: string): Key {
  return { pk: ledgerPartition(context, mergeId), sk: 'report' };
}

/** The version of the last report; 0 before the first. */
export async function readReported(table: Table, context: Context, mergeId: string): Promise<number> {
  const item = await table.get(reportKey(context, mergeId), { consistent: true });
  return item === undefined ? 0 : z.int().parse(item['version']);
}

export function putReport(context: Context, mergeId: string, known: number, events: readonly Event[]): Write {
  return {
    op: 'put',
    key: reportKey(context, mergeId),
    item: { version: known + 1 },
    expect: known === 0 ? 'absent' : { version: known },
    events,
  };
}
