import { personErased } from '#events/customers.ts';
import { carryErasure, type Erasable } from '#functions/batch/carry-erasure.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { forgetAddress, reachedBy, readRecipientOf } from '#store/campaigns.ts';

/** That somebody was reached, and what became of it, is a figure and stays; by which address does not. */
const recipients: Erasable = {
  kind: 'recipients',
  idsOf: (table, { contactIds }) => reachedBy(table, contactIds),
  erase: async (table, place) => {
    const [campaignId = '', contactId = ''] = place.split('/');
    const found = await readRecipientOf(table, campaignId, contactId);
    // An address may be shared: then the row is another's, who was reached by it.
    const isHis = found !== undefined && found.recipient.contactId === contactId && found.token !== contactId;
    return isHis ? forgetAddress(found.token, found.recipient) : [];
  },
};

export const handler = subscription(
  { context: 'campaigns', name: 'on-person-erased', events: [personErased] },
  ({ detail }, world) => carryErasure(world, 'campaigns', detail.erasureId, [recipients]),
);
