import * as z from 'zod';
import { Customer } from '#domain/customers/customer.ts';
import { directionOf, Merge } from '#domain/customers/merge.ts';
import { Pulse } from '#domain/customers/pulse.ts';
import type { Event } from '#events/define.ts';
import { customerKey, customerPartition } from './customers.ts';
import { toCustomerItem, withMainNumbers } from './customers-numbers.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { Expect, Item, Page, Table, Write } from './table.ts';

/**
 * The ledger of merges. Its head stands alone and names nobody; what people were before stands in the survivor's own
 * partition, so that it is erased with him and moves with him when he too is merged.
 */
function mergeKey(id: string): Key {
  return { pk: partition('customers', 'merge', id), sk: 'merge' };
}

export function isMergeKey({ pk }: Key): boolean {
  return pk.startsWith(partition('customers', 'merge', ''));
}

export function toMerge(item: Item): Merge {
  return Merge.parse(item);
}

/** 0.5 RRU. */
export async function readMerge(table: Table, id: string): Promise<Merge | undefined> {
  const item = await table.get(mergeKey(id));
  return item === undefined ? undefined : toMerge(item);
}

/** Which way the rows of those who were merged are to go. */
export interface MergeWay extends Pick<Merge, 'id' | 'survivorId' | 'loserIds'> {
  readonly direction: ReturnType<typeof directionOf>;
}

export async function readMergeWay(table: Table, mergeId: string): Promise<MergeWay | undefined> {
  const merge = await readMerge(table, mergeId);
  if (merge === undefined) return undefined;
  const { id, survivorId, loserIds } = merge;
  return { id, survivorId, loserIds, direction: directionOf(merge) };
}

/** `wakesAt`: when the sweep goes on with it, or looks after it. */
export function putMerge(
  merge: Merge,
  expect: Expect,
  { events = [], wakesAt }: { readonly events?: readonly Event[]; readonly wakesAt?: Date | undefined } = {},
): Write {
  return {
    op: 'put',
    key: mergeKey(merge.id),
    item: merge,
    ...(wakesAt === undefined ? {} : { agenda: agendaKey('customers', wakesAt.toISOString(), merge.id) }),
    expect,
    events,
  };
}

/** What is left of who was merged, for ever: where he went. It names nobody and stands in no list. */
export function putAlias(
  { id, number, version }: Customer,
  mergeId: string,
  survivorId: string,
  events: readonly Event[],
): Write {
  return {
    op: 'put',
    key: customerKey(id),
    item: { number, mergedInto: survivorId, mergeId, version: version + 1 },
    expect: { version },
    events,
  };
}

const Alias = z.object({ mergedInto: z.string(), mergeId: z.string(), version: z.int() });
type Alias = z.output<typeof Alias>;

/** Undefined for one who is no alias. */
export async function readAlias(table: Table, customerId: string): Promise<Alias | undefined> {
  return Alias.safeParse(await table.get(customerKey(customerId), { consistent: true })).data;
}

const Kept = z.preprocess((item) => withMainNumbers(item as Item), Customer);
const Snapshot = z.object({ customer: Kept, pulse: Pulse, merged: Kept.optional() });
/** Who somebody was before; `merged` is what the survivor became. */
export type Snapshot = z.output<typeof Snapshot>;

function ledgerPrefix(mergeId: string, part: 'was' | 'moved'): string {
  return `merge#${mergeId}#${part}#`;
}

export function putSnapshot(survivorId: string, mergeId: string, snapshot: Snapshot): Write {
  const sk = `${ledgerPrefix(mergeId, 'was')}${snapshot.customer.id}`;
  const { customer, merged } = snapshot;
  const kept = {
    customer: toCustomerItem(customer),
    ...(merged === undefined ? {} : { merged: toCustomerItem(merged) }),
  };
  return { op: 'put', key: { pk: customerPartition(survivorId), sk }, item: { ...snapshot, ...kept }, expect: 'any' };
}

/** Who everybody was whose ledger stands with the customer. */
export async function* readSnapshotRows(
  table: Table,
  customerId: string,
): AsyncGenerator<{ readonly key: Key; readonly snapshot: Snapshot }> {
  const asked = { pk: customerPartition(customerId), beginsWith: 'merge#', limit: 200 };
  for await (const { key, item } of rowsOf(table, asked)) {
    const snapshot = snapshotIn(key.sk, item);
    if (snapshot !== undefined) yield { key, snapshot };
  }
}

/** By the ids of those who were merged and of the survivor. */
export async function readSnapshots(
  table: Table,
  { id, survivorId }: Pick<Merge, 'id' | 'survivorId'>,
): Promise<Map<string, Snapshot>> {
  const { items } = await table.query({
    pk: customerPartition(survivorId),
    beginsWith: ledgerPrefix(id, 'was'),
    limit: 50,
    consistent: true,
  });
  return new Map(items.map(({ item }) => Snapshot.parse(item)).map((each) => [each.customer.id, each]));
}

/** Ids of the merges whose ledger stands with him. */
export async function readMergesInto(table: Table, customerId: string): Promise<string[]> {
  const ids = new Set<string>();
  let after: Page['next'];
  do {
    const asked = { pk: customerPartition(customerId), beginsWith: 'merge#', limit: 200 };
    const page: Page = await table.query({ ...asked, ...(after === undefined ? {} : { after }) });
    for (const { key } of page.items) ids.add(key.sk.split('#')[1] ?? '');
    after = page.next;
  } while (after !== undefined);
  return [...ids];
}

/** Who was merged into a customer, or into one who was merged into him, and still is. 0.5 RRU for each merge. */
export async function readAliasesOf(table: Table, customerId: string): Promise<string[]> {
  const mergeIds = await readMergesInto(table, customerId);
  const items = await table.getMany(mergeIds.map(mergeKey));
  const merges = items.flatMap((item) => (item === undefined ? [] : [toMerge(item)]));
  return merges.filter((merge) => directionOf(merge) === 'merged').flatMap(({ loserIds }) => loserIds);
}

/** The snapshot in a row of the ledger, for an erasure that must find what he is recognised by. */
export function snapshotIn(sk: string, item: Item): Snapshot | undefined {
  return sk.startsWith('merge#') && sk.includes('#was#') ? Snapshot.safeParse(item).data : undefined;
}

export function deleteSnapshot(survivorId: string, mergeId: string, customerId: string): Write {
  const sk = `${ledgerPrefix(mergeId, 'was')}${customerId}`;
  return { op: 'delete', key: { pk: customerPartition(survivorId), sk }, expect: 'any' };
}

const Moved = z.object({ from: z.string(), rows: z.array(z.object({ sk: z.string(), version: z.int().optional() })) });
/** Rows that went from one customer to the survivor in one transaction; a contact's and a note's with the version that it had. */
export type Moved = z.output<typeof Moved>;

export interface MovedRows extends Moved {
  readonly key: Key;
}

export function putMoved(survivorId: string, mergeId: string, moved: Moved): Write {
  const first = moved.rows[0]?.sk ?? '';
  const sk = `${ledgerPrefix(mergeId, 'moved')}${moved.from}#${first}`;
  return { op: 'put', key: { pk: customerPartition(survivorId), sk }, item: moved, expect: 'any' };
}

export async function readMoved(
  table: Table,
  { id, survivorId }: Pick<Merge, 'id' | 'survivorId'>,
): Promise<MovedRows[]> {
  const found: MovedRows[] = [];
  const beginsWith = ledgerPrefix(id, 'moved');
  const asked = { pk: customerPartition(survivorId), beginsWith, limit: 200, consistent: true };
  for await (const { key, item } of rowsOf(table, asked)) found.push({ ...Moved.parse(item), key });
  return found;
}
