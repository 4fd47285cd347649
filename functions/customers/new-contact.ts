import type { Contact } from '#domain/customers/contact.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { contactFacets } from '#domain/customers/duplicate.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { customerChanged } from '#events/customers.ts';
import type { World } from '#functions/http/world.ts';
import { customerKey } from '#store/customers.ts';
import { putContact } from '#store/customers-contacts.ts';
import type { Digest } from '#store/customers-matching.ts';
import { meet, putFacets, toDuplicate, welcome } from './twins.ts';

export interface NewContact<T> {
  readonly customer: Customer;
  readonly contact: Contact;
  readonly answer: T;
  /** Whether he may have the mobile or e-mail of another customer's contact. */
  readonly mayBeTwin: boolean;
  /** Whether he may be somebody who was erased and has come back. */
  readonly mayBeErased: boolean;
  /** Where the contact stands in the body. */
  readonly pointer?: string;
  readonly caller: Caller;
}

/** Adds a contact to a customer who stays as he was read: nobody is added to one who is just going into the bin. */
export async function commitContact<T>(
  world: World,
  digest: Digest,
  { customer, contact, answer, mayBeTwin, mayBeErased, pointer, caller }: NewContact<T>,
): Promise<T> {
  const meeting = await meet(world.table, digest, contactFacets(contact), customer.id);
  if (meeting.twins.length > 0 && !mayBeTwin) throw await toDuplicate(world.table, caller, meeting.twins);
  const lifted = welcome(digest, meeting, mayBeErased, pointer);
  const changed = world.event(customerChanged, customer.id, { customerId: customer.id, fields: ['contacts'] });
  return world.commit(
    [
      putContact(customer.id, contact, 'absent', [changed]),
      ...putFacets(digest, meeting, customer.id),
      ...lifted,
      { op: 'check', key: customerKey(customer.id), expect: { version: customer.version } },
    ],
    answer,
  );
}
