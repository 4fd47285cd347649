import * as z from 'zod';
import { MemberId } from '../shared/ids.ts';
import { Duration, durationMs } from '../shared/time.ts';
import { says } from '../shared/words.ts';

/** Whom a rung tells: a role towards the ticket (`head`: of its department), or a member by his id. */
export const Rung = z.union([z.enum(['assignee', 'manager', 'service-manager', 'head']), MemberId]);
export type Rung = z.output<typeof Rung>;

const StepInput = z.strictObject({ after: Duration, notify: z.array(Rung).min(1).max(10) });

/**
 * What happens after a broken promise: who is told, and how long after it in the policy's hours. Each rung comes later
 * than the one below it, and nobody stands on two: a ladder that comes back to its beginning would tell him nothing new.
 */
export const Ladder = z
  .array(StepInput)
  .min(1)
  .max(10)
  .refine(
    (steps) => steps.every(({ after }, i) => i === 0 || durationMs(after) > durationMs(steps[i - 1]?.after ?? '')),
    {
      ...says('tickets.ladder-not-rising'),
      abort: true,
    },
  )
  .refine((steps) => {
    const named = steps.flatMap(({ notify }) => notify);
    return new Set(named).size === named.length;
  }, says('tickets.ladder-circular'));

/** As it is kept. */
export const StoredLadder = z.array(z.strictObject({ after: z.string(), notify: z.array(z.string()) }));
export type Step = z.output<typeof StoredLadder>[number];
