import type { Caller } from '#domain/shared/caller.ts';
import { DomainError, type FieldError, invalidField } from '#domain/shared/error.ts';
import { type BulkChanges, type BulkEditInput, type BulkFilter, bulkMax, isFound } from '#domain/tickets/bulk-edit.ts';
import { each } from '#functions/batch/each.ts';
import { call } from '#functions/http/call.ts';
import { route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { readDepartments, readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import { readTicket } from '#store/tickets.ts';
import { checkServed } from './assign-ticket.ts';
import { worksOnTickets } from './candidates.ts';
import { listTickets } from './list-tickets.ts';
import { isVisible } from './read-visible.ts';
import { listTicketsContract } from './ticket-contracts.ts';

const list = route(listTicketsContract, listTickets);
const pageSize = 200;
/** Tickets that are looked at for those that the filter finds: a wider one is to be narrowed. */
const lookedAtMax = 5000;
const atOnce = 50;

/** Which tickets: those that are named, all of which the caller sees, or those that his list shows now. */
export function selectTickets(body: BulkEditInput, caller: Caller, world: World): Promise<readonly string[]> {
  return body.ids === undefined ? find(body.filter ?? {}, caller, world) : assertAllSeen(body.ids, caller, world);
}

async function find(filter: BulkFilter, caller: Caller, world: World): Promise<string[]> {
  const { assigneeId, departmentId, customerId, state } = filter;
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let seen = 0; seen < lookedAtMax && ids.length <= bulkMax; seen += pageSize) {
    const query = { assigneeId, departmentId, customerId, state, limit: String(pageSize), cursor } as const;
    const { items, next } = await call(list, { query }, caller, world).catch(repointed);
    ids.push(...items.filter((ticket) => isFound(ticket, filter)).map(({ id }) => id));
    // The closed stand last in a work list: from the first on there is nothing more to find.
    const isOver = customerId === undefined && state === undefined && items.at(-1)?.state === 'closed';
    if (ids.length <= bulkMax && (next === null || isOver)) return ids;
    cursor = next ?? undefined;
  }
  throw invalidField('/filter', 'tickets.bulk-edit-too-many', { maximum: bulkMax });
}

/** The list's refusals, with their pointers as they are in this request. */
function repointed(error: unknown): never {
  if (!(error instanceof DomainError)) throw error;
  const errors = error.errors.map((each) => ({ ...each, pointer: each.pointer.replace('?', '/filter/') }));
  throw new DomainError(error.kind, error.code, error.facts, errors);
}

async function assertAllSeen(ids: readonly string[], caller: Caller, world: World): Promise<readonly string[]> {
  const seen = new Set<string>();
  await each(ids, atOnce, async (id) => {
    const ticket = await readTicket(world.table, id);
    if (ticket !== undefined && (await isVisible(world.table, caller, ticket))) seen.add(id);
  });
  const code = 'tickets.unknown-ticket';
  const errors = ids.flatMap((id, i): FieldError[] => (seen.has(id) ? [] : [{ pointer: `/ids/${i}`, code }]));
  if (errors.length > 0) throw new DomainError('invalid', code, {}, errors);
  return ids;
}

/** What would be refused of every ticket is told now, where it stands in the request. */
export async function assertDestination(table: Table, { assign = {} }: BulkChanges): Promise<void> {
  const { assigneeId, departmentId } = assign;
  if (departmentId !== undefined && !(await readDepartments(table)).some(({ id }) => id === departmentId)) {
    throw invalidField('/changes/assign/departmentId', 'tickets.unknown-department');
  }
  if (assigneeId === undefined) {
    if (departmentId !== undefined) await checkServed(table, departmentId, '/changes/assign/departmentId');
    return;
  }
  const assignee = await readMember(table, assigneeId);
  if (assignee === undefined || !worksOnTickets(assignee)) {
    throw invalidField('/changes/assign/assigneeId', 'tickets.unknown-assignee');
  }
}
