import { createHmac } from 'node:crypto';
import { type Campaign, complete } from '#domain/campaigns/campaign.ts';
import { firstState, type Recipient } from '#domain/campaigns/recipient.ts';
import { marketingRefusal } from '#domain/customers/contact.ts';
import { SYSTEM } from '#domain/shared/ids.ts';
import { assertOpened } from '#domain/shared/sealed.ts';
import { campaignCompleted, campaignContinued } from '#events/campaigns.ts';
import { mailRequested } from '#events/mail.ts';
import { each } from '#functions/batch/each.ts';
import type { World } from '#functions/http/world.ts';
import {
  putCampaign,
  putProgress,
  putRecipient,
  putRecipientPointer,
  readCampaign,
  readProgress,
} from '#store/campaigns.ts';
import { readConsent, readCustomersByTag } from '#store/customers.ts';
import { StaleWrite } from '#store/table.ts';

/** Customers looked at in one invocation: seconds of work, far below the function's timeout. */
const partSize = 200;
const atOnce = 8;

/** Looks at the next part of the audience, writes each recipient once, and announces the part after it or the end. */
export async function gather(campaignId: string, world: World): Promise<void> {
  const campaign = await readCampaign(world.table, campaignId);
  if (campaign === undefined || campaign.state !== 'sending') return;
  const progress = await readProgress(world.table, campaignId);
  const tag = progress?.tag ?? 0;
  const name = campaign.audience.tags[tag];
  if (name === undefined) return finish(campaign, world);
  const after = progress?.after as Parameters<typeof readCustomersByTag>[2]['after'];
  const page = await readCustomersByTag(world.table, name, {
    limit: partSize,
    ...(after === undefined ? {} : { after }),
  });
  const { matching } = await world.secrets();
  await each(page.items, atOnce, (customer) => reach(campaign, customer, matching, world));
  const next = page.next === undefined ? { tag: tag + 1 } : { tag, after: page.next };
  const event = world.event(campaignContinued, campaignId, { campaignId });
  await world.commit([putProgress(campaignId, { ...next, version: (progress?.version ?? 0) + 1 }, [event])], undefined);
}

async function finish(campaign: Campaign, world: World): Promise<void> {
  const completed = complete(campaign, { at: world.now.toISOString(), by: SYSTEM });
  const event = world.event(campaignCompleted, campaign.id, { campaignId: campaign.id });
  await world.commit([putCampaign(completed, [event])], undefined);
}

type Member = Awaited<ReturnType<typeof readCustomersByTag>>['items'][number];

/** The row is written under `absent`, so a part that runs twice, or a second tag, reaches nobody again. */
async function reach(campaign: Campaign, customer: Member, matching: string, world: World): Promise<void> {
  const { mainContact } = customer;
  assertOpened(mainContact);
  const { id: contactId, email } = mainContact;
  const hasConsent =
    email !== undefined &&
    marketingRefusal(mainContact, undefined, world.now) === undefined &&
    (await readConsent(world.table, { customerId: customer.id, contactId, purpose: 'marketing', channel: 'email' }));
  const state = firstState(mainContact, hasConsent);
  const recipient: Recipient = { campaignId: campaign.id, customerId: customer.id, contactId, state, version: 1 };
  const token = email === undefined ? contactId : addressToken(email, matching);
  const to = { customerId: customer.id, contactId };
  const request = { kind: 'campaign', ref: `${campaign.id}#send`, to, facts: { campaignId: campaign.id } } as const;
  const events = state === 'QUEUED' ? [world.event(mailRequested, campaign.id, request)] : [];
  try {
    await world.table.commit([
      putRecipient(token, recipient, events),
      putRecipientPointer(campaign.id, contactId, token),
    ]);
  } catch (error) {
    if (!(error instanceof StaleWrite)) throw error;
  }
}

/** Two contacts with one address are one recipient; the address itself never stands in a key. */
function addressToken(email: string, matching: string): string {
  return createHmac('sha256', Buffer.from(matching, 'base64')).update(email.trim().toLowerCase()).digest('base64url');
}
