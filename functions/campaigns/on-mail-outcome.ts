import { mailFailed, mailSent } from '#events/mail.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { recordOutcome } from './record-outcome.ts';

/** What mail reports of campaign mails goes into the recipient's row; a state only ever moves further. */
export const handler = subscription(
  { context: 'campaigns', name: 'on-mail-outcome', events: [mailSent, mailFailed], dedupe: false },
  ({ detail }, world) => recordOutcome(detail, world),
);
