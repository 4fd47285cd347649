import * as z from 'zod';
import { TicketId } from '#domain/shared/ids.ts';
import {
  begun,
  brokenAt,
  climbed,
  ended,
  escalationOf,
  isOrphaned,
  nextRungAt,
  rolesOf,
  rungStep,
  untold,
  withEscalation,
} from '#domain/tickets/climb.ts';
import type { Escalation } from '#domain/tickets/escalation.ts';
import type { Sla } from '#domain/tickets/sla.ts';
import { Target } from '#domain/tickets/target.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Event } from '#events/define.ts';
import type { World } from '#functions/http/world.ts';
import { putTicket, readTicket } from '#store/tickets.ts';
import { readSla } from '#store/tickets-sla.ts';
import { mailOf } from './commit.ts';
import { readNamed } from './people.ts';

export const Climb = z.object({
  ticketId: TicketId,
  cycle: z.int().positive(),
  target: Target,
  /** From the second on: the customer asked again. */
  round: z.int().positive().optional(),
});
export type Climb = z.output<typeof Climb>;

interface Watched {
  readonly ticket: Ticket;
  readonly sla: Sla;
}

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
  const at = brokenAt(ticket, climb, sla, world.now);
  const known = escalationOf(ticket, climb);
  if (at === undefined) {
    if (known !== undefined && known.endedAt === undefined)
      await save(world, { ticket, sla }, ended(known, world.now), []);
    return { done: true };
  }
  const { endedAt: _, ...before } = known ?? begun(climb, at);
  const { after, news } = await climbDue(world, { ticket, sla }, before);
  const isNoted = after === before && known !== undefined && known.endedAt === undefined;
  if (!isNoted) await save(world, { ticket, sla }, after, news);
  const next = nextRungAt(after, sla.policy);
  return next === undefined ? { done: true } : { waitUntil: new Date(next).toISOString(), state: climb };
}

/** The rungs whose time has come; one that tells nobody new is passed, and the next comes at once. */
async function climbDue(world: World, { ticket, sla }: Watched, before: Escalation) {
  const news: Event[] = [];
  let after = before;
  let isAtOnce = false;
  for (;;) {
    const at = nextRungAt(after, sla.policy);
    if (at === undefined || (at > world.now.getTime() && !isAtOnce)) return { after, news };
    const roles = rolesOf(ticket, sla.policy, after);
    const named = await readNamed(world.table, ticket, roles);
    const isOrphan = named.length === 0 && isOrphaned(after, sla.policy);
    const told = untold(after, isOrphan ? await readNamed(world.table, ticket, ['service-manager']) : named);
    news.push(
      ...told.map(({ rung, memberId }) =>
        mailOf(world, ticket, {
          kind: 'ticket.escalated',
          step: rungStep(after, rung),
          to: { memberId },
          facts: { target: after.target, rung, by: after.brokenAt },
        }),
      ),
    );
    after = climbed(after, sla.policy, told, world.now);
    isAtOnce = told.length === 0;
  }
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
