import { SYSTEM } from '#domain/shared/ids.ts';
import { campaignUnsubscribed } from '#events/campaigns.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { findContact, readConsentNow } from '#store/customers-contacts.ts';
import { consentWrites } from './record-consent.ts';

/** Who unsubscribes takes back his consent to marketing by e-mail, for every campaign to come. */
export const handler = subscription(
  { context: 'customers', name: 'on-campaign-unsubscribed', events: [campaignUnsubscribed] },
  async ({ detail, at }, world) => {
    const { contactId, campaignId } = detail;
    // The link is as old as the mail: the contact may stand with another customer since (a merge).
    const found = await findContact(world.table, contactId);
    // Also in the bin, from which he may come back.
    if (found === undefined) return;
    const customerId = found.customer.id;
    const consent = {
      id: world.newId('cst'),
      contactId,
      purpose: 'marketing',
      channel: 'email',
      granted: false,
      basis: 'consent',
      source: campaignId,
      recordedAt: at,
      recordedBy: SYSTEM,
    } as const;
    // What he has said since then stands, however late the event arrives.
    const known = await readConsentNow(world.table, customerId, consent);
    const isLate = known !== undefined && known.recordedAt > at;
    await world.commit(isLate ? [] : await consentWrites(world, customerId, consent), undefined);
  },
);
