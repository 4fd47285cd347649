import type { Contact } from '#domain/customers/contact.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { departmentAndAbove } from '#domain/members/department.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { invalidField } from '#domain/shared/error.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { readContact, readCustomer } from '#store/customers.ts';
import { readDepartment, readDepartments, readServiceDepartmentIds } from '#store/members.ts';
import { maskedOf, type Table } from '#store/table.ts';

/** The customer that a body names, if the caller sees him. */
export async function readNamedCustomer(
  table: Table,
  caller: Caller,
  customerId: string,
  pointer = '/customerId',
): Promise<Customer> {
  const customer = await readCustomer(maskedOf(table), customerId);
  if (customer === undefined || !reaches(caller, 'customers.read', customer)) {
    throw invalidField(pointer, 'tickets.unknown-customer');
  }
  return customer;
}

/** Whose ticket it is, with the contact: the one that it names, else the main one. */
export async function readParties(table: Table, { customerId, contactId }: Ticket) {
  const customer = customerId === undefined ? undefined : await readCustomer(table, customerId);
  if (customer === undefined) return {};
  const isMain = contactId === undefined || contactId === customer.mainContact.id;
  const contact = isMain ? customer.mainContact : await readContact(table, customer.id, contactId);
  return { customer, contact };
}

/** A contact of the customer who has not been archived. */
export async function readNamedContact(
  table: Table,
  customer: Customer,
  contactId: string,
  pointer = '/contactId',
): Promise<Contact> {
  const isMain = customer.mainContact.id === contactId;
  const contact = isMain ? customer.mainContact : await readContact(maskedOf(table), customer.id, contactId);
  if (contact === undefined || contact.archivedAt !== undefined) {
    throw invalidField(pointer, 'tickets.unknown-contact');
  }
  return contact;
}

export async function checkDepartment(table: Table, departmentId: string): Promise<void> {
  if ((await readDepartment(table, departmentId)) === undefined) {
    throw invalidField('/departmentId', 'tickets.unknown-department');
  }
}

/**
 * The queue of a ticket that names none: a service agent's own department, else the service department, which is the
 * highest one with a service manager. Without one the ticket waits in triage.
 */
export async function readDefaultQueue(table: Table, caller: Caller): Promise<string | undefined> {
  if (caller.role === 'service-agent' && caller.departmentId !== undefined) return caller.departmentId;
  const ids = await readServiceDepartmentIds(table);
  if (ids.length < 2) return ids[0];
  const departments = await readDepartments(table);
  const height = (id: string): number => departmentAndAbove(departments, id).length;
  return ids.toSorted((a, b) => height(a) - height(b) || (a < b ? -1 : 1))[0];
}
