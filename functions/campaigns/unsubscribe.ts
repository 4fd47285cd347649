import type { Recipient } from '#domain/campaigns/recipient.ts';
import { minuteMs } from '#domain/shared/time.ts';
import { campaignUnsubscribed } from '#events/campaigns.ts';
import { route } from '#functions/http/contract.ts';
import { putRecipient, readRecipientOf } from '#store/campaigns.ts';
import { unsubscribeContract } from './contract.ts';
import { linkOf } from './unsubscribe-link.ts';
import { unsubscribePage } from './unsubscribe-page.ts';

/** Mail programs repeat a click within seconds. */
const repeatedMs = minuteMs;

/**
 * A repeated click answers the same and says nothing new. A later one is another wish, because the reader may have agreed
 * again in between; the consent itself is withdrawn by customers, which owns it.
 */
export const unsubscribe = route(unsubscribeContract, async ({ params }, caller, world) => {
  const link = await linkOf(world, params.token);
  const page = unsubscribePage('done', caller.locale);
  const found = await readRecipientOf(world.table, link.campaignId, link.contactId);
  if (found === undefined || isRepeated(found.recipient, world.now)) return page;
  const { token, recipient } = found;
  const changed = { ...recipient, unsubscribedAt: world.now.toISOString(), version: recipient.version + 1 };
  const event = world.event(campaignUnsubscribed, link.campaignId, link);
  return world.commit([putRecipient(token, changed, [event])], page);
});

function isRepeated({ unsubscribedAt }: Recipient, now: Date): boolean {
  return unsubscribedAt !== undefined && now.getTime() - Date.parse(unsubscribedAt) < repeatedMs;
}
