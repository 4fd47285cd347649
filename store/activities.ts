import { FollowUp, type FollowUpState, type FollowUpSummary } from '#domain/activities/follow-up.ts';
import { customerPart, customerPartOf } from '#domain/activities/follow-up-id.ts';
import { isBehind, nextStep } from '#domain/activities/reminder.ts';
import { dayMs } from '#domain/shared/time.ts';
import type { Event } from '#events/define.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import { behind, firstOf, merged, rowsOf } from './rows.ts';
import type { Expect, Found, Item, Table, Write } from './table.ts';

/** All follow-ups of one customer (and, hardly ever, of another with the same part). */
function followUpsPartition(customerId: string): string {
  return partition('activities', 'f', customerPart(customerId));
}

export function followUpKey(id: string): Key {
  return { pk: partition('activities', 'f', customerPartOf(id)), sk: id };
}

/**
 * An owner's follow-ups by due date. Those that stay open past their time move to a partition of their own, so that
 * the open ones are found without reading years of closed ones, and closing one in time moves nothing.
 */
function ownerPartition(ownerId: string, isLate = false): string {
  return partition('activities', 'o', ownerId, ...(isLate ? ['late'] : []));
}

/** Follow-ups that came to a customer later than their ids: he took over another's (a merge). */
function takenPartition(customerId: string): string {
  return partition('activities', 'taken', customerId);
}

/** A customer's follow-ups in the order of their ids, whichever way they came to him. */
function rowsAbout(table: Table, customerId: string, limit: number, from?: string): AsyncGenerator<Found> {
  const range = { limit, ...(from === undefined ? {} : { from }) };
  return merged([rowsOf(table, { pk: followUpsPartition(customerId), ...range }), takenOf(table, customerId, range)]);
}

/** The index names them; a row is read whole. */
async function* takenOf(
  table: Table,
  customerId: string,
  range: { readonly limit: number; readonly from?: string },
): AsyncGenerator<Found> {
  for await (const { key } of rowsOf(table, { index: 'gsi2', pk: takenPartition(customerId), ...range })) {
    const item = await table.get(key);
    if (item !== undefined) yield { key, item };
  }
}

/** 0.5 RRU. */
export async function readFollowUp(table: Table, id: string): Promise<FollowUp | undefined> {
  const item = await table.get(followUpKey(id));
  return item === undefined ? undefined : toFollowUp(id, item);
}

/**
 * What is as it was at the beginning is left out of the row, so that it stays in one write unit (1 KB) with its event.
 * Reads put it back.
 */
export function toFollowUp(id: string, { c, s, subject, ...item }: Item): FollowUp {
  const { createdAt, ownerId, createdBy = ownerId } = item;
  return FollowUp.parse({
    overdue: false,
    turn: 0,
    dueSetAt: createdAt,
    updatedAt: item['closedAt'] ?? createdAt,
    createdBy,
    updatedBy: createdBy,
    ...item,
    id,
    customerId: c,
    subject,
    state: s ?? 'open',
  });
}

/** One PutItem: row, owner's index, agenda. What the index projects stays as it is while the agenda moves. */
export function putFollowUp(followUp: FollowUp, expect: Expect, events: readonly Event[]): Write {
  const { id, customerId, subject, state, overdue, turn, dueSetAt, updatedAt, createdBy, updatedBy, ...own } = followUp;
  const { createdAt, ownerId, closedAt } = followUp;
  const next = nextStep(followUp);
  return {
    op: 'put',
    key: followUpKey(id),
    item: {
      ...own,
      ...(overdue ? { overdue } : {}),
      ...(turn === 0 ? {} : { turn }),
      ...(dueSetAt === createdAt ? {} : { dueSetAt }),
      ...(updatedAt === (closedAt ?? createdAt) ? {} : { updatedAt }),
      ...(createdBy === ownerId ? {} : { createdBy }),
      ...(updatedBy === createdBy ? {} : { updatedBy }),
    },
    slim: { c: customerId, subject, ...(state === 'open' ? {} : { s: state }) },
    gsi1: { pk: ownerPartition(ownerId, isBehind(followUp)), sk: `${followUp.dueAt}#${id}` },
    ...(customerPart(customerId) === customerPartOf(id) ? {} : { gsi2: { pk: takenPartition(customerId), sk: id } }),
    ...(next === undefined ? {} : { agenda: agendaKey('activities', next.at, id) }),
    expect,
    events,
  };
}

export interface FollowUpsAsked {
  readonly state?: FollowUpState | undefined;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly limit: number;
  /** Sort key of the last entry already given. */
  readonly after?: string | undefined;
  readonly now: Date;
}

export interface FollowUps {
  readonly items: readonly FollowUpSummary[];
  readonly next: string | undefined;
}

/** By due date. About 1 RRU for 30 entries. */
export async function listFollowUpsOfOwner(table: Table, ownerId: string, asked: FollowUpsAsked): Promise<FollowUps> {
  const { state, dueFrom, dueTo, limit, after, now } = asked;
  const from = later(after === undefined ? undefined : behind(after), dueFrom);
  const to = dueTo === undefined ? {} : { to: `${dueTo}#~` };
  const rows = (pk: string, lower: string | undefined) =>
    rowsOf(table, { index: 'gsi1', pk, limit: pageOf(limit), ...to, ...(lower === undefined ? {} : { from: lower }) });
  const inTime = rows(ownerPartition(ownerId), state === 'open' ? later(from, openSince(now)) : from);
  const isClosed = state === 'completed' || state === 'cancelled';
  const sources = isClosed ? [inTime] : [rows(ownerPartition(ownerId, true), from), inTime];
  return firstOf(merged(sources), limit, (row) => {
    const entry = summaryOf(ownerId, row);
    return state === undefined || entry.state === state ? entry : undefined;
  });
}

/** What is open and not in the partition of the late ones is due since then; a week is left for a sweep that stood still. */
function openSince(now: Date): string {
  return new Date(now.getTime() - 8 * dayMs).toISOString();
}

function summaryOf(ownerId: string, { item, indexSk = '' }: Found): FollowUpSummary {
  const [dueAt = '', id = ''] = indexSk.split('#');
  const { c: customerId, subject, s: state = 'open' } = item as { c: string; subject: string; s?: FollowUpState };
  return { id, customerId, ownerId, subject, state, dueAt };
}

/** In the order in which they were made. Whole rows: 0.5 RRU for about six. */
export async function listFollowUpsOfCustomer(
  table: Table,
  customerId: string,
  asked: Omit<FollowUpsAsked, 'now'> & { readonly ownerId?: string | undefined },
): Promise<FollowUps> {
  const { state, dueFrom = '', dueTo = '~', limit, after, ownerId } = asked;
  const rows = rowsAbout(table, customerId, pageOf(limit), after === undefined ? undefined : behind(after));
  return firstOf(rows, limit, ({ key, item }) => {
    const followUp = toFollowUp(key.sk, item);
    const isAsked =
      followUp.customerId === customerId &&
      (state === undefined || followUp.state === state) &&
      (ownerId === undefined || followUp.ownerId === ownerId) &&
      followUp.dueAt >= dueFrom &&
      followUp.dueAt <= dueTo;
    if (!isAsked) return undefined;
    const { id, subject, dueAt } = followUp;
    return { id, customerId, ownerId: followUp.ownerId, subject, state: followUp.state, dueAt };
  });
}

/** Open follow-ups of an owner or about a customer; one more than the limit tells "more". */
export async function readOpenFollowUpsOf(
  table: Table,
  of: { readonly ownerId: string } | { readonly customerId: string },
  limit: number,
): Promise<readonly FollowUpSummary[]> {
  const asked = { state: 'open', limit } as const;
  if ('customerId' in of) return (await listFollowUpsOfCustomer(table, of.customerId, asked)).items;
  // A follow-up must not be overlooked when its owner leaves, so this reads all of them, closed ones too.
  const sources = [true, false].map((isLate) =>
    rowsOf(table, { index: 'gsi1', pk: ownerPartition(of.ownerId, isLate), limit: 200 }),
  );
  const { items } = await firstOf(merged(sources), limit, (row) => {
    const entry = summaryOf(of.ownerId, row);
    return entry.state === 'open' ? entry : undefined;
  });
  return items;
}

/** Rows read at a time. */
function pageOf(limit: number): number {
  return Math.min(limit, 200);
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

/** Ids of all that name a customer, closed ones too. */
export async function readFollowUpIdsOf(table: Table, customerId: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { key, item } of rowsAbout(table, customerId, 500)) if (item['c'] === customerId) ids.push(key.sk);
  return ids;
}
