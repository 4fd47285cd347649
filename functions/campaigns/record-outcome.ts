import type * as z from 'zod';
import { moved, reportedState } from '#domain/campaigns/recipient.ts';
import type { mailFailed, mailSent } from '#events/mail.ts';
import type { World } from '#functions/http/world.ts';
import { putRecipient, readRecipientOf } from '#store/campaigns.ts';

type Outcome = z.output<(typeof mailSent)['detail']> | z.output<(typeof mailFailed)['detail']>;

export async function recordOutcome(outcome: Outcome, world: World): Promise<void> {
  if (outcome.kind !== 'campaign' || outcome.contactId === undefined) return;
  const [campaignId = ''] = outcome.ref.split('#');
  const found = await readRecipientOf(world.table, campaignId, outcome.contactId);
  if (found === undefined) return;
  const { token, recipient } = found;
  const state = moved(recipient.state, reportedState('reason' in outcome ? outcome.reason : 'sent'));
  if (state === recipient.state) return;
  await world.commit([putRecipient(token, { ...recipient, state, version: recipient.version + 1 })], undefined);
}
