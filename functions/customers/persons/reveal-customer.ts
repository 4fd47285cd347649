import type { Customer } from '#domain/customers/customer.ts';
import { notesIn, revealed } from '#domain/customers/reveal.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { readContact } from '#store/customers.ts';
import { readNotesById } from '#store/customers-notes.ts';
import { putReveal } from '#store/customers-reveals.ts';
import type { Table } from '#store/table.ts';
import { assertSeesHistory, readView, readVisible } from '../access.ts';
import { revealCustomerContract } from './reveal-contracts.ts';

/** Whoever sees the customer through masks may lift them, for a reason; of a card there is no mask to lift. */
export const revealCustomer = route(revealCustomerContract, async ({ params, body }, caller, world) => {
  const { table, now } = world;
  const customer = await readVisible(table, caller, params.id);
  assertSeesHistory(await readView(table, caller, customer.id));
  if (customer.deletedAt !== undefined) throw new DomainError('conflict', 'customers.deleted');
  const { fields, reason, contactId = customer.mainContact.id } = body;
  const [contact, notes] = await Promise.all([
    contactOf(table, customer, contactId),
    readNotesById(table, customer.id, notesIn(fields)),
  ]);
  const reveal = { fields, contactId, reason, at: now.toISOString(), actorId: caller.memberId };
  const values = revealed({ customer, contact, notes }, fields);
  return world.commit([putReveal(customer.id, world.newId('rvl'), reveal)], values);
});

async function contactOf(table: Table, customer: Customer, contactId: string) {
  const isMain = customer.mainContact.id === contactId;
  const contact = isMain ? customer.mainContact : await readContact(table, customer.id, contactId);
  if (contact === undefined) throw invalidField('/contactId', 'customers.unknown-contact');
  return contact;
}
