import { openedAtOf, placeOfCustomer, placeOfTicket } from '#domain/tickets/ids.ts';
import type { Sla } from '#domain/tickets/sla.ts';
import { nextDueAt } from '#domain/tickets/standing.ts';
import { isActive, lastOf, Ticket, TicketSummary } from '#domain/tickets/ticket.ts';
import { watchedAt } from '#domain/tickets/watch.ts';
import type { Event } from '#events/define.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import { behind, merged, rowsOf } from './rows.ts';
import type { Expect, Found, Item, Placement, Table, Write } from './table.ts';

/** The tickets of a customer share a partition with their messages (domain/tickets/ids.ts says how an id finds it). */
export function ticketPartition(ticketId: string): string {
  return partition('tickets', placeOfTicket(ticketId));
}

export function ticketKey(ticketId: string): Key {
  return { pk: ticketPartition(ticketId), sk: ticketId };
}

const queuePartition = (departmentId: string | undefined): string =>
  partition('tickets', 'queue', departmentId ?? 'triage');
const assigneePartition = (memberId: string): string => partition('tickets', 'assignee', memberId);
/** Tickets that came to the customer later than their ids: linked out of triage, or another's whom he took over. */
const linkedPartition = (customerId: string): string => partition('tickets', 'linked', customerId);
const customerPartition = (customerId: string): string => partition('tickets', placeOfCustomer(customerId));

/** Counts the tickets of a month, and finds the one of a number: FK202611001. */
export function numberKey(monthOrNumber: string): Key {
  return { pk: partition('tickets', 'number'), sk: monthOrNumber };
}

/** 1 WRU, when its news comes: a repeat writes the same again. */
export function putNumber(number: string, ticketId: string): Write {
  return { op: 'put', key: numberKey(number), item: { ticketId, version: 1 }, expect: 'any' };
}

/** 1 RRU. */
export async function readTicketByNumber(table: Table, number: string): Promise<Ticket | undefined> {
  const ticketId = (await table.get(numberKey(number)))?.['ticketId'];
  return typeof ticketId === 'string' ? readTicket(table, ticketId) : undefined;
}

/** The work list's order: what is being worked on by what is due next, then the solved, then the closed. */
const groups = { active: 'a', resolved: 'r', closed: 'z' } as const;
/** Behind every instant: nothing is due while a ticket waits for its customer. */
const notDue = '9999';

function workListSk(ticket: Ticket, sla: Sla): string {
  const group = isActive(ticket) ? groups.active : ticket.state === 'closed' ? groups.closed : groups.resolved;
  const at = isActive(ticket) ? nextDueAt(ticket, sla) : lastOf(ticket)?.at;
  return `${group}#${at ?? notDue}#${ticket.number}`;
}

/** `nextDueAt` of a row of the work list stands in its key. */
function dueIn(indexSk: string): string | undefined {
  const [group, at] = indexSk.split('#');
  return group === groups.active && at !== notDue ? at : undefined;
}

function placementOf(ticket: Ticket, sla: Sla): Placement {
  const sk = workListSk(ticket, sla);
  const { assigneeId, customerId, departmentId, id, number } = ticket;
  const watched = watchedAt(ticket, sla);
  const isLinked = customerId !== undefined && placeOfCustomer(customerId) !== placeOfTicket(id);
  return {
    gsi1: { pk: queuePartition(departmentId), sk },
    ...(assigneeId === undefined ? {} : { gsi2: { pk: assigneePartition(assigneeId), sk } }),
    ...(isLinked ? { gsi3: { pk: linkedPartition(customerId), sk: id } } : {}),
    ...(watched === undefined ? {} : { agenda: agendaKey('tickets', watched, number) }),
  };
}

/** `sla`: readSla() of the ticket as it is now. What goes without saying is not stored: with it an ordinary ticket would cost one write unit more each time. */
export function putTicket(ticket: Ticket, sla: Sla, expect: Expect, events: readonly Event[] = []): Write {
  const {
    id: _,
    number,
    subject,
    kind,
    severity,
    priority,
    state,
    cycle,
    customerId,
    departmentId,
    assigneeId,
    ...rest
  } = ticket;
  const { tags, terms, told, escalations, quietVersions, history: _history, ...own } = rest;
  return {
    op: 'put',
    key: ticketKey(ticket.id),
    item: {
      ...own,
      ...withoutOpening(ticket),
      ...(tags.length > 0 ? { tags } : {}),
      ...(terms.length > 0 ? { terms } : {}),
      ...(told.length > 0 ? { told } : {}),
      ...(escalations.length > 0 ? { escalations } : {}),
      ...(quietVersions > 0 ? { quietVersions } : {}),
    },
    slim: {
      number,
      subject,
      kind,
      severity,
      priority,
      state,
      ...(cycle > 1 ? { cycle } : {}),
      customerId,
      departmentId,
      assigneeId,
    },
    ...placementOf(ticket, sla),
    expect,
    events,
  };
}

/** The opening is told by the id's own instant and by who did it, which saves 47 bytes of every write. */
function withoutOpening({ id, history }: Ticket): Item {
  const [opened, ...later] = history;
  if (opened === undefined || opened.at !== openedAtOf(id)) return { history };
  return { openedBy: opened.by, ...(later.length > 0 ? { history: later } : {}) };
}

export function toTicket(id: string, { openedBy, history, ...item }: Item): Ticket {
  if (openedBy === undefined) return Ticket.parse({ ...item, history, id });
  const opened = { type: 'opened', at: openedAtOf(id), by: openedBy };
  return Ticket.parse({ ...item, history: [opened, ...((history ?? []) as Item[])], id });
}

/** 0.5 RRU for each 4 KB. */
export async function readTicket(table: Table, id: string): Promise<Ticket | undefined> {
  const item = await table.get(ticketKey(id));
  return item === undefined ? undefined : toTicket(id, item);
}

/** Tickets that are neither solved nor closed; up to `limit` + 1 tell that there are more. */
export async function readOpenTicketsOf(
  table: Table,
  whose: { readonly assigneeId: string } | { readonly customerId: string },
  limit: number,
): Promise<Ticket[]> {
  if ('customerId' in whose) return readOpenOfCustomer(table, whose.customerId, limit);
  const { items } = await table.query({
    index: 'gsi2',
    pk: assigneePartition(whose.assigneeId),
    beginsWith: `${groups.active}#`,
    limit: limit + 1,
  });
  const rows = await table.getMany(items.map(({ key }) => key));
  return rows.flatMap((row, i) => (row === undefined ? [] : toTicket(items[i]?.key.sk ?? '', row)));
}

async function readOpenOfCustomer(table: Table, customerId: string, limit: number): Promise<Ticket[]> {
  const open: Ticket[] = [];
  for await (const ticket of ticketsOfCustomer(table, customerId)) {
    if (isActive(ticket)) open.push(ticket);
    if (open.length > limit) break;
  }
  return open;
}

const pageSize = 100;

/** Whether anything that is not closed waits in a department's queue. */
export async function hasQueue(table: Table, departmentId: string): Promise<boolean> {
  const to = `${groups.resolved}#\u{10ffff}`;
  return (await table.query({ index: 'gsi1', pk: queuePartition(departmentId), to, limit: 1 })).items.length > 0;
}

/** The ids of everything assigned to a member that is not closed. All are read first: handing over moves the rows. */
export async function readAssignedIds(table: Table, memberId: string): Promise<string[]> {
  const ids: string[] = [];
  const to = `${groups.resolved}#\u{10ffff}`;
  for await (const { key } of rowsOf(table, { index: 'gsi2', pk: assigneePartition(memberId), to, limit: pageSize })) {
    ids.push(key.sk);
  }
  return ids;
}

/**
 * All tickets of a customer, newest first, whichever way they came to him; `before` is the id of the last one given.
 * Two customers share a partition by chance (one in 10^15), so each row says whose it is.
 */
export async function* ticketsOfCustomer(table: Table, customerId: string, before?: string): AsyncGenerator<Ticket> {
  const range = { descending: true, limit: pageSize, ...(before === undefined ? {} : { to: before }) } as const;
  const born = rowsOf(table, { pk: customerPartition(customerId), beginsWith: 'tkt_', ...range });
  const linked = rowsOf(table, { index: 'gsi3', pk: linkedPartition(customerId), ...range });
  for await (const { key, indexSk, item } of merged([born, linked], true)) {
    if (key.sk === before) continue;
    const ticket = indexSk === undefined ? toTicket(key.sk, item) : await readTicket(table, key.sk);
    if (ticket?.customerId === customerId) yield ticket;
  }
}

/** How many active tickets a member has, up to a limit. */
export async function assignedCount(table: Table, memberId: string, limit: number): Promise<number> {
  const range = { beginsWith: `${groups.active}#`, limit };
  return (await table.query({ index: 'gsi2', pk: assigneePartition(memberId), ...range })).items.length;
}

export interface WorkList {
  /** Queues (undefined is triage) whose rows are read as one list, or one member's. */
  readonly of: { readonly departmentIds: readonly (string | undefined)[] } | { readonly assigneeId: string };
  readonly group: keyof typeof groups | undefined;
  /** The sort key behind which to go on. */
  readonly after: string | undefined;
  readonly limit: number;
}

/** Of several queues each gives a share at first, and more when its share is used up. */
const shareMin = 10;

/**
 * What there is to do, by what is due next: one query for each queue, which also sees whether there is more.
 * 0.5 RRU for about ten rows.
 */
export function workList(table: Table, { of, group, after, limit }: WorkList): AsyncGenerator<Found> {
  const queues = 'assigneeId' in of ? 1 : of.departmentIds.length;
  const range = {
    limit: queues === 1 ? limit + 1 : Math.max(shareMin, Math.ceil(limit / queues)),
    ...(group === undefined ? {} : { beginsWith: `${groups[group]}#` }),
    ...(after === undefined ? {} : { from: behind(after) }),
  };
  if ('assigneeId' in of) return rowsOf(table, { index: 'gsi2', pk: assigneePartition(of.assigneeId), ...range });
  return merged(of.departmentIds.map((id) => rowsOf(table, { index: 'gsi1', pk: queuePartition(id), ...range })));
}

/** Every ticket that is not closed, in the order of the work list; `next` is where to go on. 0.5 RRU each and for ten rows. */
export async function readRunning(
  table: Table,
  departmentIds: readonly string[],
  after: string | undefined,
  limit: number,
): Promise<{ readonly tickets: readonly Ticket[]; readonly next: string | undefined }> {
  const of = { departmentIds: [...departmentIds, undefined] };
  const found: Found[] = [];
  for await (const row of workList(table, { of, group: undefined, after, limit })) {
    if (found.length === limit || row.indexSk?.startsWith(`${groups.closed}#`) === true) break;
    found.push(row);
  }
  const rows = await table.getMany(found.map(({ key }) => key));
  const tickets = rows.flatMap((row, i) => (row === undefined ? [] : [toTicket(found[i]?.key.sk ?? '', row)]));
  return { tickets, next: found.length < limit ? undefined : found.at(-1)?.indexSk };
}

/** A row of the work list; what is due next stands in its sort key. */
export function toSummary({ key, indexSk = '', item }: Found): TicketSummary {
  const dueAt = dueIn(indexSk);
  return TicketSummary.parse({ ...item, id: key.sk, ...(dueAt === undefined ? {} : { nextDueAt: dueAt }) });
}

/** Ids of all that name a customer, closed ones too. */
export async function readTicketIdsOf(table: Table, customerId: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of ticketsOfCustomer(table, customerId)) ids.push(id);
  return ids;
}
