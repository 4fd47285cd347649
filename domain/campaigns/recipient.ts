import * as z from 'zod';
import { CampaignId, ContactId, CustomerId } from '../shared/ids.ts';

/**
 * What became of one recipient. NO_ADDRESS and NO_CONSENT were never written to; QUEUED was handed to mail; the rest is
 * what mail reports, of which the latest in this order stands, however often and in whatever order the reports arrive.
 */
export const recipientStates = [
  'NO_ADDRESS',
  'NO_CONSENT',
  'QUEUED',
  'ACCEPTED',
  'REJECTED',
  'SUPPRESSED',
  'BOUNCED',
  'COMPLAINED',
] as const;
export const RecipientState = z.enum(recipientStates);
export type RecipientState = z.output<typeof RecipientState>;

export const Recipient = z.object({
  campaignId: CampaignId,
  customerId: CustomerId,
  contactId: ContactId,
  state: RecipientState,
  unsubscribedAt: z.iso.datetime().optional(),
  version: z.int().positive(),
});
export type Recipient = z.output<typeof Recipient>;

/** Where a contact of the audience starts: written to only with an address and consent (rules.md 7). */
export function firstState(contact: { readonly email?: string | undefined }, hasConsent: boolean): RecipientState {
  if (contact.email === undefined) return 'NO_ADDRESS';
  return hasConsent ? 'QUEUED' : 'NO_CONSENT';
}

const outcomeOf = {
  bounced: 'BOUNCED',
  complained: 'COMPLAINED',
  rejected: 'REJECTED',
  suppressed: 'SUPPRESSED',
  'no-consent': 'NO_CONSENT',
  'no-address': 'NO_ADDRESS',
} as const satisfies Record<string, RecipientState>;

/** The state that mail's report means; `sent` when it was accepted. */
export function reportedState(reason: keyof typeof outcomeOf | 'sent'): RecipientState {
  return reason === 'sent' ? 'ACCEPTED' : outcomeOf[reason];
}

/** The state after a report: only ever further, so duplicates and any order end the same. */
export function moved(state: RecipientState, report: RecipientState): RecipientState {
  if (state === 'QUEUED') return report;
  return recipientStates.indexOf(report) > recipientStates.indexOf(state) ? report : state;
}

export interface Reconciliation {
  readonly audience: number;
  readonly states: Readonly<Partial<Record<RecipientState, number>>>;
  readonly unsubscribed: number;
}

/** Adds recipients to a count; `audience` is always the sum of `states`. */
export function count(before: Reconciliation, recipients: readonly Recipient[]): Reconciliation {
  const states: Partial<Record<RecipientState, number>> = { ...before.states };
  let unsubscribed = before.unsubscribed;
  for (const { state, unsubscribedAt } of recipients) {
    states[state] = (states[state] ?? 0) + 1;
    if (unsubscribedAt !== undefined) unsubscribed += 1;
  }
  return { audience: before.audience + recipients.length, states, unsubscribed };
}
