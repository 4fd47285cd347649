import { bouncedContact } from '#domain/customers/contact.ts';
import { changed } from '#domain/customers/customer.ts';
import { SYSTEM } from '#domain/shared/ids.ts';
import { customerChanged } from '#events/customers.ts';
import { mailFailed } from '#events/mail.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { findContact, putContact } from '#store/customers-contacts.ts';
import { withConsistentReads } from '#store/table.ts';
import { changeWrites } from './change-writes.ts';

/** An address at which there is no mailbox is marked, and who has it for his main contact is to be verified (CUS-21). */
export const handler = subscription(
  { context: 'customers', name: 'on-mail-failed', events: [mailFailed] },
  async ({ detail: { contactId, noMailbox, sentAt } }, world) => {
    if (contactId === undefined || noMailbox !== true) return;
    // He may stand with another customer by now (a merge).
    const found = await findContact(withConsistentReads(world.table), contactId);
    if (found === undefined || found.customer.deletedAt !== undefined) return;
    const { customer, contact, isMain } = found;
    const at = world.now.toISOString();
    const after = bouncedContact(contact, sentAt ?? at, at);
    if (after === undefined) return;
    if (isMain) {
      const next = changed(customer, { mainContact: after }, { now: world.now, actorId: SYSTEM });
      return world.commit(changeWrites(world, customer, next), undefined);
    }
    const event = world.event(customerChanged, customer.id, { customerId: customer.id, fields: ['contacts'] });
    return world.commit([putContact(customer.id, after, { version: contact.version }, [event])], undefined);
  },
);
