import type { Customer } from '#domain/customers/customer.ts';
import { seesHistory, type View, viewOf } from '#domain/customers/view.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Permission } from '#domain/shared/rights.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { type FoundContact, findContact } from '#store/customers-contacts.ts';
import { readMember } from '#store/members.ts';
import { StaleWrite, type Table } from '#store/table.ts';
import { readOpenTicketsOf } from '#store/tickets.ts';

export function notFound(): DomainError {
  return new DomainError('missing', 'customers.not-found');
}

/** Those in the bin are there for those who may restore them, and for nobody else (rules.md 4). */
export function sees(caller: Caller, customer: Customer): boolean {
  if (!reaches(caller, 'customers.read', customer)) return false;
  return customer.deletedAt === undefined || reaches(caller, 'customers.restore', customer);
}

/** The customer, or 404: what a caller may not see is not there for him. */
export async function readVisible(table: Table, caller: Caller, id: string): Promise<Customer> {
  const customer = await readCustomerOrBinned(table, id);
  if (customer === undefined || !sees(caller, customer)) throw notFound();
  return customer;
}

/** The same, for someone who wants to change him. */
export async function readEditable(
  table: Table,
  caller: Caller,
  id: string,
  permission: Permission,
): Promise<Customer> {
  const customer = await readVisible(table, caller, id);
  assertEditable(caller, customer, permission);
  return customer;
}

export function assertEditable(caller: Caller, customer: Customer, permission: Permission): void {
  if (!reaches(caller, permission, customer)) throw new DomainError('forbidden', 'shared.forbidden', { permission });
  if (customer.deletedAt !== undefined) throw new DomainError('conflict', 'customers.deleted');
}

export async function readVisibleContact(table: Table, caller: Caller, id: string): Promise<FoundContact> {
  const found = await findContact(table, id);
  if (found === undefined || !sees(caller, found.customer)) {
    throw new DomainError('missing', 'customers.contact-not-found');
  }
  return found;
}

/** What the caller read must be what stands there: else 412. */
export function assertFresh(version: number, ifMatch: number): void {
  if (version !== ifMatch) throw new StaleWrite([]);
}

const ticketsRead = 100;

/** The caller's view of a customer. Only an agent's depends on more than his role: one query for his open tickets. */
export async function readView(table: Table, caller: Caller, customerId: string): Promise<View> {
  if (caller.role !== 'service-agent') return viewOf(caller.role, false);
  const tickets = await readOpenTicketsOf(table, { customerId }, ticketsRead);
  const isHere = (departmentId: string | undefined): boolean => reaches(caller, 'tickets.read', { departmentId });
  const isNear = tickets.some((each) => isHere(each.departmentId) || each.assigneeId === caller.memberId);
  return viewOf(caller.role, isNear || (await hasAssigneeHere(table, tickets, isHere)));
}

/** A ticket's department is its queue's or its assignee's (rules.md 1), who may be of a department below the queue's. */
async function hasAssigneeHere(
  table: Table,
  tickets: Awaited<ReturnType<typeof readOpenTicketsOf>>,
  isHere: (departmentId: string | undefined) => boolean,
): Promise<boolean> {
  const ids = new Set(tickets.flatMap(({ assigneeId }) => assigneeId ?? []));
  const assignees = await Promise.all([...ids].map((id) => readMember(table, id)));
  return assignees.some((assignee) => isHere(assignee?.departmentId));
}

/** History is not part of a card: who sees no more than that asks for something he may not. */
export function assertSeesHistory(view: View): void {
  if (!seesHistory(view)) throw new DomainError('forbidden', 'customers.card-only');
}
