import { assertReachable, newContact } from '#domain/customers/contact.ts';
import { toContactView } from '#domain/customers/view.ts';
import { route } from '#functions/http/contract.ts';
import { digestWith } from '#store/customers-matching.ts';
import { readEditable, readView } from './access.ts';
import { addContactContract } from './contact-contracts.ts';
import { commitContact } from './new-contact.ts';

export const addContact = route(addContactContract, async ({ params, query, body }, caller, world) => {
  assertReachable(body);
  const customer = await readEditable(world.table, caller, params.id, 'contacts.edit');
  const contact = newContact(body, world.newId('con'));
  const view = await readView(world.table, caller, params.id);
  const digest = digestWith((await world.secrets()).matching);
  return commitContact(world, digest, {
    customer,
    contact,
    answer: toContactView(contact, { customerId: customer.id, main: false }, view),
    mayBeTwin: query.onDuplicate === 'create',
    mayBeErased: query.onErased === 'create',
    caller,
  });
});
