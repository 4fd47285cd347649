import { SYSTEM } from '#domain/shared/ids.ts';
import { campaignUnsubscribed } from '#events/campaigns.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { readContact } from '#store/customers.ts';
import { readConsentNow } from '#store/customers-contacts.ts';
import { consentWrites } from './record-consent.ts';

/** Who unsubscribes takes back his consent to marketing by e-mail, for every campaign to come. */
export const handler = subscription(
  { context: 'customers', name: 'on-campaign-unsubscribed', events: [campaignUnsubscribed] },
  async ({ detail, at }, world) => {
    const { customerId, contactId, campaignId } = detail;
    if ((await readContact(world.table, customerId, contactId)) === undefined) return;
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
