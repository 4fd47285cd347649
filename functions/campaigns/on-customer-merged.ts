import { customerMerged, customerUnmerged, mergeSettled } from '#events/customers.ts';
import { carryMerge, type Movable } from '#functions/batch/carry-merge.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { putRecipient, reachedBy, readRecipientOf } from '#store/campaigns.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { readContacts } from '#store/customers-contacts.ts';
import type { Table } from '#store/table.ts';

/**
 * Whom a campaign reached is found by his contact alone: an index for a question asked once in a merge would cost every
 * campaign a write for every recipient. So all campaigns are asked for the contacts, a read for each pair.
 */
const recipients: Movable = {
  owns: (id) => id.startsWith('cmp_'),
  idsOf: async (table, customerId) => {
    const contactIds = await contactsOf(table, customerId);
    const ids: string[] = [];
    for await (const id of reachedBy(table, contactIds)) ids.push(id);
    return ids;
  },
  read: async (table, id) => {
    const [campaignId = '', contactId = ''] = id.split('/');
    const found = await readRecipientOf(table, campaignId, contactId);
    if (found === undefined) return undefined;
    const { token, recipient } = found;
    return {
      customerId: recipient.customerId,
      mark: '',
      movedTo: (customerId) => putRecipient(token, { ...recipient, customerId, version: recipient.version + 1 }),
    };
  },
};

export const handler = subscription(
  { context: 'campaigns', name: 'on-customer-merged', events: [customerMerged, mergeSettled, customerUnmerged] },
  ({ detail }, world) => carryMerge(world, 'campaigns', detail.mergeId, [recipients]),
);

/** By the time of the event the contacts stand with the customer who remains, to whom the old id leads. */
async function contactsOf(table: Table, customerId: string): Promise<string[]> {
  const customer = await readCustomerOrBinned(table, customerId);
  if (customer === undefined) return [];
  const ids = [customer.mainContact.id];
  let after: string | undefined;
  do {
    const page = await readContacts(table, customer.id, { limit: 500, after });
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  return ids;
}
