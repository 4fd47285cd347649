import { archiveContact as archived } from '#domain/customers/contact.ts';
import { contactFacets } from '#domain/customers/duplicate.ts';
import { customerChanged } from '#events/customers.ts';
import { route } from '#functions/http/contract.ts';
import { putContact } from '#store/customers-contacts.ts';
import { digestWith } from '#store/customers-matching.ts';
import { assertEditable, assertFresh, readVisibleContact } from './access.ts';
import { archiveContactContract } from './contact-contracts.ts';
import { removeFacets } from './twins.ts';

/** His mobile and e-mail are free again: he may come back as a contact of another customer. */
export const archiveContact = route(archiveContactContract, async ({ params, ifMatch }, caller, world) => {
  const { customer, contact, isMain } = await readVisibleContact(world.table, caller, params.id);
  assertEditable(caller, customer, 'contacts.edit');
  assertFresh(contact.version, ifMatch);
  const after = archived(contact, isMain, world.now);
  const digest = digestWith((await world.secrets()).matching);
  const event = world.event(customerChanged, customer.id, { customerId: customer.id, fields: ['contacts'] });
  return world.commit(
    [
      putContact(customer.id, after, { version: contact.version }, [event]),
      ...(await removeFacets(world.table, digest, contactFacets(contact))),
    ],
    undefined,
  );
});
