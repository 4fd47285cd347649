import * as z from 'zod';
import { Entry, type Last, type NewRow, type Row } from '#domain/audit/row.ts';
import { followUpKey } from './activities.ts';
import { interactionKey } from './activities-interactions.ts';
import { attachmentKey } from './attachments.ts';
import type { Put } from './bulk.ts';
import { contractKey } from './contracts.ts';
import { customerKey } from './customers.ts';
import { readAliasesOf } from './customers-merges.ts';
import { type Key, partition } from './keys.ts';
import { firstOf, merged, rowsOf } from './rows.ts';
import type { Found, Item, Table } from './table.ts';
import { ticketKey } from './tickets.ts';

/**
 * The rows about an item stand in the partition that its own is called, each item's in their order: the end of a chain
 * is one query, and what was written about a customer's own rows is found and checked without an index.
 */
function chainPartition({ pk }: Key): string {
  return partition('audit', pk);
}

/** Where the first row about an item stands. */
export function firstRowKey(item: Key): Key {
  return rowKey(item, 1);
}

function rowKey(item: Key, seq: number): Key {
  return { pk: chainPartition(item), sk: `${item.sk}#${String(seq).padStart(8, '0')}` };
}

const subjectPartition = (subject: string): string => partition('audit', 'subject', subject);
const actorPartition = (memberId: string): string => partition('audit', 'actor', memberId);

const StoredRow = z.object({ entry: z.string(), hash: z.string() });

/** A row as it was read. */
export interface AuditRow extends Row {
  readonly key: Key;
}

function toRow({ key, item }: Found): AuditRow {
  return { ...StoredRow.parse(item), key };
}

/** Item and number that a row's key says. */
export function placeOf({ pk, sk }: Key): { readonly pk: string; readonly sk: string; readonly seq: number } {
  const at = sk.lastIndexOf('#');
  return { pk: pk.slice(partition('audit', '').length), sk: sk.slice(0, at), seq: Number(sk.slice(at + 1)) };
}

/** The end of an item's chain: 0.5 RRU, 1 consistent. */
export async function readLast(table: Table, item: Key, consistent = false): Promise<Last | undefined> {
  const options = { pk: chainPartition(item), beginsWith: `${item.sk}#`, descending: true, limit: 1 };
  const [found] = (await table.query({ ...options, ...(consistent ? { consistent } : {}) })).items;
  if (found === undefined) return undefined;
  const { entry, hash } = StoredRow.parse(found.item);
  return { seq: placeOf(found.key).seq, hash, source: z.string().parse(JSON.parse(entry).source) };
}

/** One PutItem: 3 WRU for a row of up to 1 KB by a member, 2 by the system, whose rows are in no list of an actor. */
export function putRow({ said, entry, hash, seq }: NewRow): Put {
  const { item, at, actor, subject, source } = said;
  const sk = `${at}#${source.slice(source.lastIndexOf('/') + 1)}#${hash.slice(0, 6)}`;
  return {
    op: 'put',
    key: rowKey({ pk: item[0], sk: item[1] }, seq),
    item: {},
    slim: { entry, hash },
    gsi1: { pk: subjectPartition(subject), sk },
    ...(actor.startsWith('mem_') ? { gsi2: { pk: actorPartition(actor), sk } } : {}),
    expect: 'absent',
  };
}

/** Items whose rows belong to their customer's audit and are also found by their own ids. */
const itemKeys: Readonly<Record<string, (id: string) => Key>> = {
  ctr: contractKey,
  int: interactionKey,
  fol: followUpKey,
  tkt: ticketKey,
  att: attachmentKey,
};

export interface Asked {
  /** Instants; both inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The position behind which to go on. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface Rows {
  readonly items: readonly AuditRow[];
  readonly next: string | undefined;
}

/**
 * What happened to a subject, newest first: 1 RRU for about 8 rows. A customer's are those of all that is his, also of
 * those who were merged into him.
 */
export async function readSubject(table: Table, subject: string, asked: Asked, keep: Keep = () => true): Promise<Rows> {
  const keyOf = itemKeys[subject.slice(0, 3)];
  if (keyOf !== undefined) return readChain(table, keyOf(subject), asked, keep);
  const aliases = subject.startsWith('cus_') ? await readAliasesOf(table, subject) : [];
  const sources = [subject, ...aliases].map((each) => newestFirst(table, 'gsi1', subjectPartition(each), asked));
  return pageOf(merged(sources, true), asked, keep);
}

/** What a member did, newest first. */
export function readActor(table: Table, memberId: string, asked: Asked): Promise<Rows> {
  const rows = newestFirst(table, 'gsi2', actorPartition(memberId), asked);
  return pageOf(rows, asked, (entry) => entry !== undefined);
}

type Keep = (entry: Entry | undefined) => boolean;

function newestFirst(table: Table, index: 'gsi1' | 'gsi2', pk: string, { from, to, after, limit }: Asked) {
  const until = [to === undefined ? undefined : `${to}#~`, after].filter((each) => each !== undefined).toSorted()[0];
  return rowsOf(table, {
    index,
    pk,
    descending: true,
    limit,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { to: until }),
  });
}

/** One item's rows, in the order of their numbers; a few hundred at most. */
function readChain(table: Table, item: Key, asked: Asked, keep: Keep): Promise<Rows> {
  const { from = '', to = '~', after, limit } = asked;
  const rows = rowsOf(table, {
    pk: chainPartition(item),
    beginsWith: `${item.sk}#`,
    descending: true,
    limit,
    ...(after === undefined ? {} : { to: after }),
  });
  return pageOf(rows, asked, (entry) => isWithin(entry?.at, from, to) && keep(entry));
}

/** What cannot be read is left out of no check. */
function isWithin(at: string | undefined, from: string, to: string): boolean {
  return at === undefined || (at >= from && at <= to);
}

async function pageOf(rows: AsyncGenerator<Found>, { limit, after }: Asked, keep: Keep): Promise<Rows> {
  return firstOf(rows, limit, (found) => {
    const position = found.indexSk ?? found.key.sk;
    if (position === after) return undefined;
    const row = toRow(found);
    return keep(entryOf(row)) ? row : undefined;
  });
}

/** Whether the subject itself is there and no row says so: all of its chain is gone, or it came a moment ago. 1 to 2 RRU. */
export async function isUnrecorded(table: Table, subject: string): Promise<boolean> {
  const item = subject.startsWith('cus_') ? customerKey(subject) : itemKeys[subject.slice(0, 3)]?.(subject);
  if (item === undefined) return false;
  const [there, last] = await Promise.all([table.get(item, { consistent: true }), readLast(table, item, true)]);
  return there !== undefined && last === undefined;
}

/** Undefined for a text that is no entry, as only an altered one can be. */
export function entryOf({ entry }: Row): Entry | undefined {
  try {
    return Entry.parse(JSON.parse(entry));
  } catch {
    return undefined;
  }
}

/** What stands around a row, for its check: the row before it, the one after it, and the item itself. 0.5 RRU each. */
export interface Around {
  readonly before: Row | undefined;
  readonly after: Row | undefined;
  readonly item: Item | undefined;
}

export async function readAround(table: Table, rows: readonly AuditRow[]): Promise<readonly Around[]> {
  const keys = rows.flatMap(({ key }) => {
    const { pk, sk, seq } = placeOf(key);
    const item = { pk, sk };
    return [rowKey(item, Math.max(1, seq - 1)), rowKey(item, seq + 1), item];
  });
  const found = await table.getMany(keys, { consistent: true });
  return rows.map((_, i) => ({
    before: stored(found[3 * i]),
    after: stored(found[3 * i + 1]),
    item: found[3 * i + 2],
  }));
}

function stored(item: Item | undefined): Row | undefined {
  return item === undefined ? undefined : StoredRow.parse(item);
}
