import { ticketTargetBreached } from '#events/tickets.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { type StartClimb, startClimb } from './start-climb.ts';

interface Climbing extends World {
  readonly startClimb: StartClimb;
}

/** One execution for each broken promise. Its name makes a second delivery harmless, so no row has to. */
export const handler = subscription(
  {
    context: 'tickets',
    name: 'on-target-breached',
    events: [ticketTargetBreached],
    dedupe: false,
    extend: (world): Climbing => ({ ...world, startClimb }),
  },
  async ({ detail: { ticketId, cycle, target, round } }, world) => {
    await world.startClimb({ ticketId, cycle, target, ...(round === undefined ? {} : { round }) });
  },
);
