import type { Customer } from '#domain/customers/customer.ts';
import { seesContacts, seesHistory, type View } from '#domain/customers/view.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Permission } from '#domain/shared/rights.ts';
import { Moved } from '#functions/http/problem.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { type FoundContact, findContact } from '#store/customers-contacts.ts';
import { maskedOf, StaleWrite, type Table } from '#store/table.ts';

export { readView } from '#store/customers-view.ts';

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
  // An old id of one who was merged leads to him who remains, for ever.
  if (customer.id !== id) throw new Moved(id, customer.id);
  return customer;
}

/** Where a read that found nobody under the id is to go: to the survivor of a merge, else it is 404. */
export async function movedOrNotFound(table: Table, caller: Caller, id: string): Promise<Error> {
  const customer = await readCustomerOrBinned(table, id);
  return customer === undefined || customer.id === id || !sees(caller, customer)
    ? notFound()
    : new Moved(id, customer.id);
}

/** The same, for someone who wants to change him. */
export async function readEditable(
  table: Table,
  caller: Caller,
  id: string,
  permission: Permission,
): Promise<Customer> {
  const customer = await readVisible(table, caller, id).catch((error: unknown) => {
    throw error instanceof Moved && isAboutState(permission) ? alreadyMerged(error.to) : error;
  });
  assertEditable(caller, customer, permission);
  return customer;
}

/**
 * What was decided on the record that the caller looked at is not repeated on another: its version could fit by chance.
 * A contact or a consent is as right there as here, so adding one follows the 308.
 */
function isAboutState(permission: Permission): boolean {
  return permission.startsWith('customers.');
}

export function alreadyMerged(survivorId: string): DomainError {
  return new DomainError('conflict', 'customers.already-merged', { survivorId });
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

/** For reading persons as a view shows them: for masks, and for a card without contacts, no key is opened. */
export function tableFor(table: Table, view: View): Table {
  return view === 'masked' || !seesContacts(view) ? maskedOf(table) : table;
}

/** History is not part of a card: who sees no more than that asks for something he may not. */
export function assertSeesHistory(view: View): void {
  if (!seesHistory(view)) throw new DomainError('forbidden', 'customers.card-only');
}
