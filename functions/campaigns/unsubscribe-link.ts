import * as z from 'zod';
import { DomainError } from '#domain/shared/error.ts';
import { CampaignId, ContactId, CustomerId } from '#domain/shared/ids.ts';
import { openLink } from '#functions/http/links.ts';
import type { World } from '#functions/http/world.ts';

const Payload = z.tuple([CampaignId, CustomerId, ContactId]);

/** Whom an unsubscribe link is of; mail signed `<campaign> <customer> <contact>`. A text that we did not sign is 404. */
export async function linkOf(world: World, token: string) {
  const payload = openLink(await world.secrets(), 'unsubscribe', token, world.now);
  const parsed = Payload.safeParse(payload?.split(' '));
  if (!parsed.success) throw new DomainError('missing', 'campaigns.bad-link');
  const [campaignId, customerId, contactId] = parsed.data;
  return { campaignId, customerId, contactId };
}
