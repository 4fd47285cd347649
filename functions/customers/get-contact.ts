import { seesContacts, toContactView } from '#domain/customers/view.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { readView, readVisibleContact } from './access.ts';
import { getContactContract } from './contact-contracts.ts';

export const getContact = route(getContactContract, async ({ params }, caller, { table }) => {
  const { customer, contact, isMain } = await readVisibleContact(table, caller, params.id);
  const view = await readView(table, caller, customer.id);
  if (!seesContacts(view)) throw new DomainError('forbidden', 'customers.card-only');
  return toContactView(contact, { customerId: customer.id, main: isMain }, view);
});
