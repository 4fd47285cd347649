import {
  type Broken,
  brokenAt,
  climbed,
  escalationOf,
  isOrphaned,
  isOver,
  nextRungAt,
  rolesOf,
  rungStep,
  takenUp,
  untold,
} from '#domain/tickets/climb.ts';
import type { Escalation } from '#domain/tickets/escalation.ts';
import type { Sla } from '#domain/tickets/sla.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Event } from '#events/define.ts';
import type { World } from '#functions/http/world.ts';
import { mailOf } from './commit.ts';
import { readNamed } from './people.ts';

export interface Watched {
  readonly ticket: Ticket;
  readonly sla: Sla;
}

/** A broken promise, and the run of the workflow that climbs for it: the first unless stated. */
type Climbed = Broken & { readonly run?: number | undefined };

export interface Climbing {
  readonly escalation: Escalation;
  /** The mails of the rungs that have come. */
  readonly news: readonly Event[];
  /** The ticket says all this already. */
  readonly isNoted: boolean;
}

/** Where the climb after a broken promise stands at this moment; undefined where there is nothing to climb for (any more). */
export async function climbNow(world: World, watched: Watched, broken: Climbed): Promise<Climbing | undefined> {
  const { run = 1 } = broken;
  const at = brokenAt(watched.ticket, broken, watched.sla, world.now);
  const known = escalationOf(watched.ticket, broken);
  if (at === undefined || isOver(known, run)) return undefined;
  const { after, news } = await climbDue(world, watched, takenUp(known, broken, run, at));
  return { escalation: after, news, isNoted: after === known };
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
