import { ticketTargetBreached } from '#events/tickets.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { climbLadder } from './climb-ladder.ts';
import { type StartClimb, startClimb } from './start-climb.ts';

interface Climbing extends World {
  readonly startClimb: StartClimb;
}

/** What an execution enters before it waits: whether it is over, and the wait. */
const transitionsPerStart = 2;

/** One execution for each broken promise, and another where that ended before its time. Its name makes a second delivery harmless, so no row has to. */
export const handler = subscription(
  {
    context: 'tickets',
    name: 'on-target-breached',
    events: [ticketTargetBreached],
    dedupe: false,
    extend: (world): Climbing => ({ ...world, startClimb }),
  },
  async ({ detail: { ticketId, cycle, target, round, run } }, world) => {
    const later = { ...(round === undefined ? {} : { round }), ...(run === undefined ? {} : { run }) };
    const climb = { ticketId, cycle, target, ...later };
    // The rung of the breach itself was told with it (sweep.ts), so this look mostly finds what is waited for, with those of
    // the batch. What stands in its way the workflow tries again, and for longer than a queue.
    const answer = await climbLadder(climb, world).catch(() => undefined);
    await world.startClimb(climb, answer);
    world.used('stateTransitions', transitionsPerStart);
  },
);
