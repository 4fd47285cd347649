import { campaignUnsubscribed } from '#events/campaigns.ts';
import { route } from '#functions/http/contract.ts';
import { putRecipient, readRecipientOf } from '#store/campaigns.ts';
import { unsubscribeContract } from './contract.ts';
import { linkOf } from './unsubscribe-link.ts';
import { unsubscribePage } from './unsubscribe-page.ts';

/** A repeated click answers the same and says nothing new; the consent itself is withdrawn by customers, which owns it. */
export const unsubscribe = route(unsubscribeContract, async ({ params }, caller, world) => {
  const link = await linkOf(world, params.token);
  const page = unsubscribePage('done', caller.locale);
  const found = await readRecipientOf(world.table, link.campaignId, link.contactId);
  if (found === undefined || found.recipient.unsubscribedAt !== undefined) return page;
  const { token, recipient } = found;
  const changed = { ...recipient, unsubscribedAt: world.now.toISOString(), version: recipient.version + 1 };
  const event = world.event(campaignUnsubscribed, link.campaignId, link);
  return world.commit([putRecipient(token, changed, [event])], page);
});
