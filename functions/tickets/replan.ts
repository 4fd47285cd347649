import {
  added,
  compared,
  corrected,
  currentTerm,
  noTimers,
  type Replan,
  termUnder,
  underTerms,
} from '#domain/tickets/replan.ts';
import type { Term } from '#domain/tickets/term.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { World } from '#functions/http/world.ts';
import { readDepartments } from '#store/members.ts';
import { type Item, StaleWrite, type Write } from '#store/table.ts';
import { putTicket, readRunning } from '#store/tickets.ts';
import { putReplan, toReplan } from '#store/tickets-replans.ts';
import { readSla } from '#store/tickets-sla.ts';

/** Tickets looked at in one part, those written at a time, and parts of one run: a few thousand tickets a minute. */
const ticketsAtOnce = 100;
const writesAtOnce = 10;
const partsMax = 20;
/** A pass finds what another moved behind it meanwhile. Who keeps moving tickets for so long has moved them by hand. */
const passesMax = 10;

export function begunReplan(
  which: Pick<Replan, 'of' | 'name' | 'to'> & { readonly term?: Term },
  startedBy: string,
  now: Date,
): Replan {
  return {
    ...which,
    state: 'running',
    passes: 0,
    movedInPass: 0,
    tickets: 0,
    timers: noTimers,
    startedAt: now.toISOString(),
    startedBy,
    version: 1,
  };
}

/**
 * Goes on with bringing a version to what runs. Each ticket is written on its own, under its version: a run that breaks
 * off is simply run again, and finds moved what it has moved.
 */
export async function continueReplan(item: Item, world: World): Promise<Write[]> {
  let replan = toReplan(item);
  const { version } = replan;
  const departmentIds = (await readDepartments(world.table)).map(({ id }) => id);
  for (let part = 0; part < partsMax && replan.state === 'running'; part += 1) {
    const { tickets, next } = await readRunning(world.table, departmentIds, replan.after, ticketsAtOnce);
    for (let i = 0; i < tickets.length; i += writesAtOnce) {
      const moved = await Promise.all(tickets.slice(i, i + writesAtOnce).map((each) => move(world, replan, each)));
      for (const timers of moved) if (timers !== undefined) replan = counted(replan, timers);
    }
    replan = next === undefined ? passed(replan, world.now) : { ...replan, after: next };
  }
  return [putReplan({ ...replan, version: version + 1 }, world.now)];
}

function counted(replan: Replan, timers: Replan['timers']): Replan {
  const { tickets, movedInPass } = replan;
  return { ...replan, tickets: tickets + 1, movedInPass: movedInPass + 1, timers: added(replan.timers, timers) };
}

function passed({ after: _, ...replan }: Replan, now: Date): Replan {
  const passes = replan.passes + 1;
  const isDone = replan.movedInPass === 0 || passes >= passesMax;
  return {
    ...replan,
    passes,
    movedInPass: 0,
    ...(isDone ? { state: 'completed', completedAt: now.toISOString() } : {}),
  };
}

/** Whoever writes the ticket at the same moment goes first: the next pass looks at it again. */
async function move(world: World, replan: Replan, ticket: Ticket): Promise<Replan['timers'] | undefined> {
  const term = termUnder(replan, currentTerm(ticket));
  if (term === undefined) return undefined;
  const { table, now } = world;
  const before = await readSla(table, ticket);
  const { policy } = await readSla(table, { terms: [term] });
  const { terms, sla } = corrected(ticket, before, policy, now);
  const after = underTerms(ticket, terms, sla, now);
  const written = { ...after, version: ticket.version + 1, quietVersions: ticket.quietVersions + 1 };
  try {
    await table.commit([putTicket(written, sla, { version: ticket.version })]);
  } catch (error) {
    if (error instanceof StaleWrite) return undefined;
    throw error;
  }
  return compared(ticket, before, sla, now);
}
