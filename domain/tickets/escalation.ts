import * as z from 'zod';
import { MemberId } from '../shared/ids.ts';
import { UtcInstant } from '../shared/time.ts';
import { Target } from './target.ts';

/** The climb after one broken promise. */
export const Escalation = z.strictObject({
  target: Target,
  cycle: z.int().positive(),
  /** From the second on: the customer asked again. */
  round: z.int().positive().optional(),
  /** Which run of the workflow climbs, where that is not the first: the one before ended by a pause or another deadline. */
  run: z.int().positive().optional(),
  brokenAt: UtcInstant,
  /** The last rung that was reached; absent while none was. */
  rung: z.string().optional(),
  /** How many rungs of the ladder have been passed. */
  passed: z.int().nonnegative(),
  /** The rung, counted from 0, that an acknowledgement holds. */
  held: z.int().nonnegative().optional(),
  endedAt: UtcInstant.optional(),
  history: z.array(
    z.strictObject({
      at: UtcInstant,
      type: z.enum(['told', 'acknowledged']),
      rung: z.string(),
      memberId: MemberId,
    }),
  ),
});
export type Escalation = z.output<typeof Escalation>;
