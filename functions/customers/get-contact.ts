import { seesContacts, toContactView, viewOf } from '#domain/customers/view.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { readView, readVisibleContact, tableFor } from './access.ts';
import { getContactContract } from './contact-contracts.ts';

export const getContact = route(getContactContract, async ({ params }, caller, { table }) => {
  const first = await readVisibleContact(tableFor(table, viewOf(caller.role, false)), caller, params.id);
  const view = await readView(table, caller, first.customer.id);
  const isLifted = view === 'full' && first.contact.sealed !== undefined;
  const { customer, contact, isMain } = isLifted ? await readVisibleContact(table, caller, params.id) : first;
  if (!seesContacts(view)) throw new DomainError('forbidden', 'customers.card-only');
  return toContactView(contact, { customerId: customer.id, main: isMain }, view);
});
