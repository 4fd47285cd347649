import * as z from 'zod';
import { TicketId } from '#domain/shared/ids.ts';
import { ended, escalationOf, isOver, nextRungAt, withEscalation } from '#domain/tickets/climb.ts';
import type { Escalation } from '#domain/tickets/escalation.ts';
import { Target } from '#domain/tickets/target.ts';
import type { Event } from '#events/define.ts';
import type { World } from '#functions/http/world.ts';
import { putTicket, readTicket } from '#store/tickets.ts';
import { readSla } from '#store/tickets-sla.ts';
import { climbNow, type Watched } from './climb-now.ts';

export const Climb = z.object({
  ticketId: TicketId,
  cycle: z.int().positive(),
  target: Target,
  /** From the second on: the customer asked again. */
  round: z.int().positive().optional(),
  /** From the second on: the run before ended by a pause or another deadline. */
  run: z.int().positive().optional(),
});
export type Climb = z.output<typeof Climb>;

/** As the workflow reads it (infra/escalation.ts): without `waitUntil` the climb is over. */
export type Answer = { readonly done: true } | { readonly waitUntil: string; readonly state: Climb };

/**
 * One step of the climb after a broken promise. It reads the ticket anew, tells those of the rungs that have come, and
 * commits what it has told with the ticket: a step that is run again finds that and waits for the next rung.
 */
export async function climbLadder(climb: Climb, world: World): Promise<Answer> {
  const ticket = await readTicket(world.table, climb.ticketId);
  if (ticket === undefined) return { done: true };
  const sla = await readSla(world.table, ticket);
  const watched = { ticket, sla };
  const climbing = await climbNow(world, watched, climb);
  if (climbing === undefined) {
    const known = escalationOf(ticket, climb);
    if (known !== undefined && !isOver(known, climb.run ?? 1)) await save(world, watched, ended(known, world.now), []);
    return { done: true };
  }
  const { escalation, news, isNoted } = climbing;
  if (!isNoted) await save(world, watched, escalation, news);
  const next = nextRungAt(escalation, sla.policy);
  return next === undefined ? { done: true } : { waitUntil: new Date(next).toISOString(), state: climb };
}

/** A note of the system: the version that callers know stays. */
function save(
  world: World,
  { ticket, sla }: Watched,
  escalation: Escalation,
  news: readonly Event[],
): Promise<undefined> {
  const after = {
    ...ticket,
    escalations: withEscalation(ticket, escalation),
    version: ticket.version + 1,
    quietVersions: ticket.quietVersions + 1,
  };
  return world.commit([putTicket(after, sla, { version: ticket.version }, news)], undefined);
}
