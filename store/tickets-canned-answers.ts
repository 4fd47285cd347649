import * as z from 'zod';
import { CannedAnswer, CannedAnswerRow, localesOf } from '#domain/tickets/canned-answer.ts';
import { type Key, partition } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { Found, Item, Table, Write } from './table.ts';

const answers = partition('tickets', 'canned-answers');
const shortcuts = partition('tickets', 'canned-answer-shortcuts');
/** In one partition, so that a list reads them all at once. */
const uses = partition('tickets', 'canned-answer-uses');

const answerKey = (id: string): Key => ({ pk: answers, sk: id });
const shortcutKey = (shortcut: string): Key => ({ pk: shortcuts, sk: shortcut });

/** Where one of a department is listed, or of the whole company. */
function placePartition(departmentId: string | undefined): string {
  return partition('tickets', 'canned-answers', departmentId ?? 'company');
}

const groups = { live: 'live', archived: 'archived' } as const;
type Group = keyof typeof groups;

/** Listed in its place (gsi1) and among all (gsi2): 3 WRU for each KB, the row doubled in a transaction. */
export function putCannedAnswer(answer: CannedAnswer): Write {
  const { id, body, version, createdAt, createdBy, updatedAt, updatedBy, ...listed } = answer;
  const group: Group = answer.archivedAt === undefined ? 'live' : 'archived';
  const sk = `${groups[group]}#${id}`;
  return {
    op: 'put',
    key: answerKey(id),
    item: { body, version, createdAt, createdBy, updatedAt, updatedBy },
    slim: { ...listed, locales: localesOf(answer) },
    gsi1: { pk: placePartition(answer.departmentId), sk },
    gsi2: { pk: answers, sk },
    expect: version === 1 ? 'absent' : { version: version - 1 },
  };
}

/** 0.5 RRU for each 4 KB. */
export async function readCannedAnswer(table: Table, id: string): Promise<CannedAnswer | undefined> {
  const item = await table.get(answerKey(id));
  return item === undefined ? undefined : toAnswer(id, item);
}

function toAnswer(id: string, { locales: _, ...item }: Item): CannedAnswer {
  return CannedAnswer.parse({ ...item, id });
}

/** Of all, or of those places (undefined is the whole company); 0.5 RRU for about a dozen. */
export async function listCannedAnswers(
  table: Table,
  of: 'all' | readonly (string | undefined)[],
  group: Group,
): Promise<CannedAnswerRow[]> {
  const range = { beginsWith: `${groups[group]}#`, limit: 200 };
  const sources =
    of === 'all'
      ? [rowsOf(table, { index: 'gsi2', pk: answers, ...range })]
      : of.map((place) => rowsOf(table, { index: 'gsi1', pk: placePartition(place), ...range }));
  return (await Promise.all(sources.map(all))).flat().map(({ key, item }) => {
    return CannedAnswerRow.parse({ ...item, id: key.sk });
  });
}

async function all(rows: AsyncGenerator<Found>): Promise<Found[]> {
  const found: Found[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

/** Nobody else has the shortcut while this stands. */
export function claimShortcut(shortcut: string, id: string): Write {
  return { op: 'put', key: shortcutKey(shortcut), item: { id, version: 1 }, expect: 'absent' };
}

export function releaseShortcut(shortcut: string): Write {
  return { op: 'delete', key: shortcutKey(shortcut), expect: { version: 1 } };
}

/** 0.5 RRU. Whose the shortcut is. */
export async function readShortcutHolder(table: Table, shortcut: string): Promise<string | undefined> {
  const item = await table.get(shortcutKey(shortcut));
  return item === undefined ? undefined : z.object({ id: z.string() }).parse(item).id;
}

const Uses = z.object({ uses: z.int() });

/** 1 WRU; doubled in the transaction of the answer that it counts. */
export function countUse(id: string): Write {
  return { op: 'add', key: { pk: uses, sk: id }, add: { uses: 1 } };
}

export async function readUses(table: Table, id: string): Promise<number> {
  const item = await table.get({ pk: uses, sk: id });
  return item === undefined ? 0 : Uses.parse(item).uses;
}

/** How often each was given: 0.5 RRU for about thirty that ever were. */
export async function readAllUses(table: Table): Promise<ReadonlyMap<string, number>> {
  const found = await all(rowsOf(table, { pk: uses, limit: 500 }));
  return new Map(found.map(({ key, item }) => [key.sk, Uses.parse(item).uses]));
}
