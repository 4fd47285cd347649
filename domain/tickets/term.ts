import * as z from 'zod';
import { UtcInstant } from '../shared/time.ts';

/** Under which versions a ticket's promises are counted, as the ticket keeps it. */
export const Term = z.strictObject({
  policy: z.string(),
  version: z.int().nonnegative(),
  calendar: z.string(),
  calendarVersion: z.int().nonnegative(),
  /** Since when; absent for the policy of the opening. */
  from: UtcInstant.optional(),
  /**
   * It takes the place of the one before it, as if that had never been: another version of the same policy or calendar.
   * Otherwise what was used up before stays counted as it was.
   */
  anew: z.literal(true).optional(),
});
export type Term = z.output<typeof Term>;

/** The default policy as delivered: a ticket that has nothing else keeps no term. */
export const deliveredTerm: Term = { policy: 'default', version: 0, calendar: '24x7', calendarVersion: 0 };
