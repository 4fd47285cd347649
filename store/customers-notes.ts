import type * as z from 'zod';
import { KeptNote, type Note, type NoteKind, type NoteState } from '#domain/customers/note.ts';
import { isAbout, type Whose } from '#domain/shared/whose.ts';
import { customerPartition, idIn } from './customers.ts';
import { type Key, partition } from './keys.ts';
import { firstOf, rowsOf } from './rows.ts';
import type { Expect, Found, Table, Write } from './table.ts';

const prefix = 'note#';

function noteKey(customerId: string, id: string): Key {
  return { pk: customerPartition(customerId), sk: `${prefix}${id}` };
}

function notePartition(id: string): string {
  return partition('customers', 'note', id);
}

/** With its customer, and found by its id alone: 2 WRU, 1 where only the row changes. What it says is in no index. */
export function putNote({ id, customerId, ...item }: Note, expect?: Expect): Write {
  return {
    op: 'put',
    key: noteKey(customerId, id),
    item,
    gsi3: { pk: notePartition(id), sk: id },
    expect: expect ?? (item.version === 1 ? 'absent' : { version: item.version - 1 }),
  };
}

export function isNote({ sk }: Key): boolean {
  return sk.startsWith(prefix);
}

export function toNote({ key, item }: Found): KeptNote {
  return KeptNote.parse({ ...item, id: key.sk.slice(prefix.length), customerId: idIn(key.pk) });
}

/** By its id alone: an index page and the row, 1 RRU. */
export async function findNote(table: Table, id: string): Promise<KeptNote | undefined> {
  const { items } = await table.query({ index: 'gsi3', pk: notePartition(id), limit: 1 });
  const key = items[0]?.key;
  const item = key && (await table.get(key));
  return key === undefined || item === undefined ? undefined : toNote({ key, item });
}

/** Some of a customer's notes, those of them that are there: 0.5 RRU each. */
export async function readNotesById(table: Table, customerId: string, ids: readonly string[]): Promise<KeptNote[]> {
  const keys = ids.map((id) => noteKey(customerId, id));
  const items = await table.getMany(keys);
  return keys.flatMap((key, i) => {
    const item = items[i];
    return item === undefined ? [] : [toNote({ key, item })];
  });
}

/** Every note of a customer as a row. */
export function noteRows(table: Table, customerId: string): AsyncGenerator<Found> {
  return rowsOf(table, { pk: customerPartition(customerId), beginsWith: prefix, limit: 200 });
}

/** Those that are about certain people at the customer, or about him where he himself is the person. */
export async function* notesAbout(table: Table, whose: Whose): AsyncGenerator<Found> {
  for (const customerId of whose.customerIds) {
    for await (const row of noteRows(table, customerId)) {
      if (isAbout(whose, row.item['contactId'] as string | undefined)) yield row;
    }
  }
}

interface Asked {
  readonly kind?: z.output<typeof NoteKind> | undefined;
  readonly state?: z.output<typeof NoteState> | undefined;
  readonly limit: number;
  /** The id of the last one given. */
  readonly before?: string | undefined;
}

/** A customer's, the latest entered first. */
export async function readNotes(table: Table, customerId: string, { kind, state, limit, before }: Asked) {
  const rows = rowsOf(table, {
    pk: customerPartition(customerId),
    beginsWith: prefix,
    descending: true,
    limit: limit + 1,
    ...(before === undefined ? {} : { after: noteKey(customerId, before) }),
  });
  const { items, next } = await firstOf(rows, limit, (row) => {
    const note = toNote(row);
    const isAsked = (kind === undefined || note.kind === kind) && (state === undefined || note.state === state);
    return isAsked ? note : undefined;
  });
  return { items, next: next?.slice(prefix.length) };
}
