import { processWatchedAt } from '#domain/tickets/measures.ts';
import { nextMeasureDue, ProcessSummary, ProcessUpdate, SpecialProcess } from '#domain/tickets/special-process.ts';
import type { Event } from '#events/define.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import { behind, firstOf, rowsOf } from './rows.ts';
import type { Found, Item, Table, Write } from './table.ts';
import { ticketPartition } from './tickets.ts';

/** Beside its ticket: `special-process#<ticket>`, and what those involved were told: `special-update#<ticket>#<message>`. */
const processPrefix = 'special-process#';
const updatePrefix = (ticketId: string): string => `special-update#${ticketId}#`;

function processKey(ticketId: string): Key {
  return { pk: ticketPartition(ticketId), sk: processPrefix + ticketId };
}

/** gsi1: all of the company; gsi2: those of a joint owner. What goes on comes before what is closed, each by its ticket. */
const allPartition = partition('tickets', 'special-processes');
const jointOwnerPartition = (memberId: string): string => partition('tickets', 'joint-owner', memberId);
const groups = { active: 'a', closed: 'z' } as const;

export function isProcessKey({ sk }: Key): boolean {
  return sk.startsWith(processPrefix);
}

/** The version after the one that was read; the first where none was. */
export function putProcess(process: SpecialProcess, events: readonly Event[]): Write {
  const { ticketId, number, customerId, state, cycle, jointOwnerId, createdAt, ...own } = process;
  const sk = `${state === 'closed' ? groups.closed : groups.active}#${ticketId}`;
  const watched = processWatchedAt(process);
  return {
    op: 'put',
    key: processKey(ticketId),
    item: own,
    slim: { number, customerId, state, cycle, jointOwnerId, createdAt, nextDueAt: nextMeasureDue(process) },
    gsi1: { pk: allPartition, sk },
    ...(jointOwnerId === undefined ? {} : { gsi2: { pk: jointOwnerPartition(jointOwnerId), sk } }),
    ...(watched === undefined ? {} : { agenda: agendaKey('tickets', watched, ticketId) }),
    expect: process.version === 1 ? 'absent' : { version: process.version - 1 },
    events,
  };
}

export function toProcess(item: Item, sk: string): SpecialProcess {
  return SpecialProcess.parse({ ...item, ticketId: sk.slice(processPrefix.length) });
}

/** 0.5 RRU for each 4 KB. */
export async function readProcess(table: Table, ticketId: string): Promise<SpecialProcess | undefined> {
  const key = processKey(ticketId);
  const item = await table.get(key);
  return item === undefined ? undefined : toProcess(item, key.sk);
}

export interface ProcessList {
  /** All of the company without. */
  readonly jointOwnerId: string | undefined;
  readonly state: SpecialProcess['state'] | undefined;
  /** The sort key behind which to go on. */
  readonly after: string | undefined;
  readonly limit: number;
}

/** One query of an index: 0.5 RRU for about twenty. */
export function readProcesses(table: Table, { jointOwnerId, state, after, limit }: ProcessList) {
  const group = state === undefined ? '' : `${state === 'closed' ? groups.closed : groups.active}#`;
  const rows = rowsOf(table, {
    ...placeOf(jointOwnerId),
    limit: limit + 1,
    ...(group === '' ? {} : { beginsWith: group }),
    ...(after === undefined ? {} : { from: behind(after) }),
  });
  return firstOf(rows, limit, (row) => {
    const summary = toSummary(row);
    return state === undefined || summary.state === state ? summary : undefined;
  });
}

function placeOf(jointOwnerId: string | undefined) {
  return jointOwnerId === undefined
    ? ({ index: 'gsi1', pk: allPartition } as const)
    : ({ index: 'gsi2', pk: jointOwnerPartition(jointOwnerId) } as const);
}

function toSummary({ key, item }: Found): ProcessSummary {
  return ProcessSummary.parse({ ...item, ticketId: key.sk.slice(processPrefix.length) });
}

const pageSize = 100;

/** Tickets of all that are not closed, of a joint owner or of the company; read first, because what is done moves the rows. */
export async function readActiveProcessIds(table: Table, jointOwnerId?: string): Promise<string[]> {
  const ids: string[] = [];
  const active = { ...placeOf(jointOwnerId), beginsWith: `${groups.active}#`, limit: pageSize };
  for await (const { key } of rowsOf(table, active)) ids.push(key.sk.slice(processPrefix.length));
  return ids;
}

/** What is not closed of a joint owner: up to `limit` + 1 tell that there are more. */
export async function readOpenProcessesOf(
  table: Table,
  jointOwnerId: string,
  limit: number,
): Promise<{ id: string }[]> {
  const active = { ...placeOf(jointOwnerId), beginsWith: `${groups.active}#`, limit: limit + 1 };
  const { items } = await table.query(active);
  return items.map(({ key }) => ({ id: key.sk.slice(processPrefix.length) }));
}

export function putUpdate({ id, ticketId, ...item }: ProcessUpdate): Write {
  return { op: 'put', key: updateKey(ticketId, id), item, expect: 'absent' };
}

/** In its place with nothing in it: the one change that it ever sees. */
export function blankUpdate(update: ProcessUpdate): Write {
  return { ...putUpdate(update), expect: 'any' } as Write;
}

function updateKey(ticketId: string, id: string): Key {
  return { pk: ticketPartition(ticketId), sk: updatePrefix(ticketId) + id };
}

/** Oldest first; `after` is the id of the last one given. */
export async function readUpdates(
  table: Table,
  ticketId: string,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<{ readonly items: ProcessUpdate[]; readonly next: string | undefined }> {
  const beginsWith = updatePrefix(ticketId);
  const page = await table.query({
    pk: ticketPartition(ticketId),
    beginsWith,
    limit,
    ...(after === undefined ? {} : { after: updateKey(ticketId, after) }),
  });
  const items = page.items.map(({ key, item }) =>
    ProcessUpdate.parse({ ...item, ticketId, id: key.sk.slice(beginsWith.length) }),
  );
  return { items, next: page.next === undefined ? undefined : items.at(-1)?.id };
}

/** Everything that those involved were told. */
export async function* updatesOf(table: Table, ticketId: string): AsyncGenerator<ProcessUpdate> {
  let after: string | undefined;
  do {
    const page = await readUpdates(table, ticketId, { limit: pageSize, after });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

export async function readUpdate(table: Table, ticketId: string, id: string): Promise<ProcessUpdate | undefined> {
  const item = await table.get(updateKey(ticketId, id));
  return item === undefined ? undefined : ProcessUpdate.parse({ ...item, ticketId, id });
}
