import { SYSTEM } from '#domain/shared/ids.ts';
import { begun, ended, withEscalation } from '#domain/tickets/climb.ts';
import { nameOf, type Promised } from '#domain/tickets/clock.ts';
import { close, surveyed } from '#domain/tickets/flow.ts';
import { standingOf } from '#domain/tickets/standing.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { type Due, dueNow } from '#domain/tickets/watch.ts';
import type { Event } from '#events/define.ts';
import { ticketClosed, ticketTargetBreached } from '#events/tickets.ts';
import { sweep } from '#functions/agenda/sweep.ts';
import type { World } from '#functions/http/world.ts';
import { putTicket, toTicket } from '#store/tickets.ts';
import { isQueueKey, toQueue } from '#store/tickets-queues.ts';
import { isReplanKey } from '#store/tickets-replans.ts';
import { readSla } from '#store/tickets-sla.ts';
import { isProcessKey, toProcess } from '#store/tickets-special-processes.ts';
import { climbNow } from './climb-now.ts';
import { about, mailOf } from './commit.ts';
import { lookAtQueue } from './give-out.ts';
import { lookAtProcess } from './overdue-measures.ts';
import { readNamed, readResponsible } from './people.ts';
import { continueReplan } from './replan.ts';
import { tellCustomer } from './tell-customer.ts';

/**
 * Brings new versions of policies and calendars to what runs. Warns, notes broken promises and tells their first rung, asks
 * whether the solution helped, and closes what nobody objects to.
 */
export const handler = sweep({ context: 'tickets', name: 'sweep' }, async (item, key, _at, world) => {
  if (isReplanKey(key)) return continueReplan(item, world);
  if (isProcessKey(key)) return lookAtProcess(world, toProcess(item, key.sk));
  if (isQueueKey(key)) return lookAtQueue(world, toQueue(item, key.sk));
  const ticket = toTicket(key.sk, item);
  const sla = await readSla(world.table, ticket);
  const { steps, marks } = dueNow(ticket, sla, world.now);
  const survey = steps.some(({ step }) => step === 'survey')
    ? await tellCustomer(world, ticket, { kind: 'ticket.survey', messageId: undefined })
    : undefined;
  const before = survey?.isMailed === true ? surveyed(ticket, { by: SYSTEM, now: world.now }) : ticket;
  let after = watched(before, marks, steps, world.now);
  const news: Event[] = [...(survey?.events ?? [])];
  for (const due of steps) {
    news.push(...(await newsOf(world, ticket, after, due)));
    if (due.step !== 'breach') continue;
    const climbing = await climbNow(world, { ticket: after, sla }, { ...due.promise, run: due.run });
    news.push(...(climbing?.news ?? []));
    // Paused since: the climb begins when the pause ends.
    const escalation = climbing?.escalation ?? ended(begun(due.promise, due.at), world.now);
    after = { ...after, escalations: withEscalation(after, escalation) };
  }
  return [putTicket(after, sla, { version: ticket.version }, news)];
});

/** Only the closing changes what callers see; the rest is the system's own note (revisionOf in domain/tickets). */
function watched(ticket: Ticket, marks: readonly string[], steps: readonly Due[], now: Date): Ticket {
  const told = [...ticket.told, ...marks];
  if (steps.some(({ step }) => step === 'close')) return close({ ...ticket, told }, 'done', { by: SYSTEM, now });
  return { ...ticket, told, version: ticket.version + 1, quietVersions: ticket.quietVersions + 1 };
}

async function newsOf(world: World, ticket: Ticket, after: Ticket, due: Due): Promise<Event[]> {
  switch (due.step) {
    case 'warning':
      return warnings(world, ticket, due.promise);
    case 'breach':
      return [world.event(ticketTargetBreached, ticket.id, { ...about(ticket), ...which(due) })];
    case 'handling':
      return handlingOverdue(world, ticket, due.at);
    case 'survey':
      return [];
    case 'close':
      return [world.event(ticketClosed, ticket.id, about(after))];
  }
}

/** Which promise, for those who hear of it. */
function which({ promise: { target, round }, run }: Due & { readonly step: 'breach' }) {
  return { target, ...(round > 1 ? { round } : {}), ...(run > 1 ? { run } : {}) };
}

async function warnings(world: World, ticket: Ticket, promise: Promised): Promise<Event[]> {
  const responsible = await readResponsible(world.table, ticket);
  const { by } = standingOf(promise);
  const facts = { target: promise.target, ...(by === undefined ? {} : { by: new Date(by).toISOString() }) };
  const step = `${nameOf(promise)}/${ticket.cycle}/warning`;
  return responsible.map(({ id }) =>
    mailOf(world, ticket, { kind: 'ticket.warning', step, to: { memberId: id }, facts }),
  );
}

/** A deadline that somebody set has passed: who works on it is told, and the queue's managers, each once. */
async function handlingOverdue(world: World, ticket: Ticket, at: number): Promise<Event[]> {
  const named = await readNamed(world.table, ticket, ['assignee', 'service-manager']);
  const facts = { target: 'handling', by: new Date(at).toISOString() };
  return [...new Set(named.map(({ memberId }) => memberId))].map((memberId) =>
    mailOf(world, ticket, { kind: 'ticket.escalated', step: `handling/${at}`, to: { memberId }, facts }),
  );
}
