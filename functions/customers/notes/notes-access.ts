import type { Customer } from '#domain/customers/customer.ts';
import type { KeptNote } from '#domain/customers/note.ts';
import { seesHistory, type View } from '#domain/customers/view.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { readContact, readCustomerOrBinned } from '#store/customers.ts';
import { findNote } from '#store/customers-notes.ts';
import type { Table } from '#store/table.ts';
import { assertEditable, readView, sees } from '../access.ts';

export interface FoundNote {
  readonly note: KeptNote;
  readonly customer: Customer;
  readonly view: View;
}

/** The note, or 404: what the caller may not see is not there for him. Notes are no part of a card. */
export async function readVisibleNote(table: Table, caller: Caller, id: string): Promise<FoundNote> {
  const note = await findNote(table, id);
  const customer = note && (await readCustomerOrBinned(table, note.customerId));
  if (note !== undefined && customer !== undefined && sees(caller, customer)) {
    const view = await readView(table, caller, customer.id);
    if (seesHistory(view)) return { note, customer, view };
  }
  throw new DomainError('missing', 'customers.note-not-found');
}

/** What is noted of a person is part of the contact; of the customer, part of his record. */
export function assertMayNote(caller: Caller, customer: Customer, contactId: string | null | undefined): void {
  const isPersons = contactId !== undefined && contactId !== null;
  assertEditable(caller, customer, isPersons ? 'contacts.edit' : 'customers.edit');
}

export async function assertContact(
  table: Table,
  customer: Customer,
  contactId: string | null | undefined,
): Promise<void> {
  if (contactId === undefined || contactId === null) return;
  if ((await readContact(table, customer.id, contactId)) !== undefined) return;
  throw invalidField('/contactId', 'customers.unknown-contact');
}
