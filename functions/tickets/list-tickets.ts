import * as z from 'zod';
import type { Caller } from '#domain/shared/caller.ts';
import { reach, reaches } from '#domain/shared/caller.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { sells } from '#domain/tickets/access.ts';
import type { State, TicketSummary } from '#domain/tickets/ticket.ts';
import type { Input, Operation } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import type { World } from '#functions/http/world.ts';
import { readDepartments, readMember } from '#store/members.ts';
import { firstOf } from '#store/rows.ts';
import { readTicketByNumber, ticketsOfCustomer, toSummary, type WorkList, workList } from '#store/tickets.ts';
import { readSla } from '#store/tickets-sla.ts';
import { listByPriority } from './list-by-priority.ts';
import { readNamedCustomer } from './parties.ts';
import { isVisible } from './read-visible.ts';
import type { listTicketsContract } from './ticket-contracts.ts';
import { listed, summaryOf } from './view.ts';

type Query = Input<typeof listTicketsContract>['query'];

export const listTickets: Operation<typeof listTicketsContract> = async ({ query }, caller, world) => {
  const position = fromCursor(z.string().min(1).max(200), query.cursor);
  const isWanted = wanted(caller, query.state);
  if (query.number !== undefined) return byNumber(world, caller, query.number, isWanted);
  if (query.sort === 'priority') assertWork(query);
  if (query.customerId !== undefined) {
    return ofCustomer(world, caller, { ...query, customerId: query.customerId }, position, isWanted);
  }
  if (sells(caller)) throw new DomainError('forbidden', 'tickets.by-customer-only');
  if (query.sort === '-openedAt') throw invalidField('?sort', 'tickets.sort-not-offered');
  const { limit, state } = query;
  const of = await readScope(world, caller, query);
  if (query.sort === 'priority') {
    const { items, next } = await listByPriority(world, { of, limit, after: position, isWanted });
    return { items: items.map(listed), next: next === undefined ? null : toCursor(next) };
  }
  const rows = workList(world.table, { of, group: groupOf(state), after: position, limit });
  const { items, next } = await firstOf(rows, limit, (row) => {
    const summary = toSummary(row);
    return isWanted(summary) ? listed(summary) : undefined;
  });
  return { items, next: next === undefined ? null : toCursor(next) };
};

/** Legal sees complaints only; of the active states an index keeps no order. Pages are filled all the same. */
function wanted({ role }: Caller, state: State | undefined) {
  return (ticket: TicketSummary): boolean =>
    (state === undefined || ticket.state === state) && (role !== 'legal' || ticket.kind === 'complaint');
}

/** The one that bears it, if the caller sees it; exact and at once. */
async function byNumber({ table }: World, caller: Caller, number: string, isWanted: IsWanted) {
  const ticket = await readTicketByNumber(table, number);
  if (ticket === undefined || !(await isVisible(table, caller, ticket))) return { items: [], next: null };
  const summary = summaryOf(ticket, await readSla(table, ticket));
  return { items: isWanted(summary) ? [listed(summary)] : [], next: null };
}

/** Its order is that in which work is done. */
function assertWork({ customerId, state }: Query): void {
  if (customerId !== undefined || state === 'resolved' || state === 'closed') {
    throw invalidField('?sort', 'tickets.priority-of-work-only');
  }
}

function groupOf(state: State | undefined): WorkList['group'] {
  if (state === undefined) return undefined;
  return state === 'resolved' || state === 'closed' ? state : 'active';
}

/** Whose work: what was asked for, if it is within reach; else the caller's queues. */
async function readScope({ table }: World, caller: Caller, query: Query): Promise<WorkList['of']> {
  const { assigneeId, departmentId } = query;
  if (assigneeId !== undefined) {
    const isOwn = assigneeId === caller.memberId || reach(caller, 'tickets.read') === 'all';
    const department = isOwn ? undefined : (await readMember(table, assigneeId))?.departmentId;
    if (!isOwn) assertWithin(caller, department);
    return { assigneeId };
  }
  if (departmentId !== undefined) {
    assertWithin(caller, departmentId);
    return { departmentIds: [departmentId] };
  }
  if (reach(caller, 'tickets.read') === 'department' && caller.departments !== 'all') {
    return { departmentIds: caller.departments };
  }
  const departments = await readDepartments(table);
  return { departmentIds: [...departments.map(({ id }) => id), undefined] };
}

function assertWithin(caller: Caller, departmentId: string | undefined): void {
  if (!reaches(caller, 'tickets.read', { departmentId })) {
    throw new DomainError('forbidden', 'tickets.outside-department');
  }
}

type IsWanted = ReturnType<typeof wanted>;

async function ofCustomer(
  { table }: World,
  caller: Caller,
  { customerId, limit, sort }: Query & { readonly customerId: string },
  position: string | undefined,
  isWanted: IsWanted,
) {
  const { id } = await readNamedCustomer(table, caller, customerId, '?customerId');
  const isSeen = scopeOf(caller);
  const found: TicketSummary[] = [];
  const before = sort === 'nextDueAt' ? undefined : position;
  for await (const ticket of ticketsOfCustomer(table, id, before)) {
    const summary = summaryOf(ticket, await readSla(table, ticket));
    if (isWanted(summary) && isSeen(summary)) found.push(summary);
    if (sort !== 'nextDueAt' && found.length > limit) break;
  }
  const keyOf = (each: TicketSummary): string => (sort === 'nextDueAt' ? dueKey(each) : each.id);
  const rest = sort === 'nextDueAt' ? afterPosition(found, position) : found;
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(listed),
    next: last === undefined || rest.length <= limit ? null : toCursor(keyOf(last)),
  };
}

/** An agent sees of a customer's tickets those of his queues and his own. */
function scopeOf(caller: Caller) {
  if (sells(caller) || caller.role === 'legal') return () => true;
  return ({ departmentId, assigneeId }: TicketSummary): boolean =>
    reaches(caller, 'tickets.read', { ownerId: assigneeId, departmentId });
}

/** No index orders one customer's tickets by what is due: there are few of them. What is not due comes last. */
function afterPosition(found: readonly TicketSummary[], position: string | undefined): TicketSummary[] {
  return found
    .filter((each) => position === undefined || dueKey(each) > position)
    .toSorted((a, b) => (dueKey(a) < dueKey(b) ? -1 : 1));
}

function dueKey({ nextDueAt, state, id }: TicketSummary): string {
  const group = state === 'closed' ? 'z' : state === 'resolved' ? 'r' : 'a';
  return `${group}#${nextDueAt ?? '9999'}#${id}`;
}
