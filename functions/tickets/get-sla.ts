import { type Promised, promisesOf } from '#domain/tickets/clock.ts';
import { toIsoDuration } from '#domain/tickets/duration.ts';
import { segmentsOf } from '#domain/tickets/segments.ts';
import type { Sla } from '#domain/tickets/sla.ts';
import { wasDropped } from '#domain/tickets/standing.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readSla } from '#store/tickets-sla.ts';
import type { getSlaContract, SlaView } from './get-sla-contract.ts';
import { readVisible } from './read-visible.ts';
import { deadlineOf } from './view.ts';

export const getSla: Operation<typeof getSlaContract> = async ({ params }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const sla = await readSla(world.table, ticket);
  const cycles = Map.groupBy(promisesOf(ticket.history, sla), ({ cycle }) => cycle);
  return {
    ticketId: ticket.id,
    policy: sla.policy.name,
    terms: sla.terms.map(termView),
    cycles: [...cycles].map(([cycle, promises]) => ({ cycle, ...accountsOf(promises, world.now) })),
    escalations: ticket.escalations.toSorted((a, b) => (a.brokenAt < b.brokenAt ? -1 : 1)),
  };
};

function termView({ from, anew, policy: { name, version, calendar } }: Sla['terms'][number]) {
  return {
    policy: name,
    version,
    calendar: calendar.name,
    calendarVersion: calendar.version,
    ...(Number.isFinite(from) ? { from: iso(from) } : {}),
    ...(anew ? { anew } : {}),
  };
}

/** The customer may ask several times in a cycle; every other promise is made once. */
function accountsOf(promises: readonly Promised[], now: Date) {
  const asked = promises.filter(({ target }) => target === 'nextResponse');
  const once = promises.filter(({ target }) => target !== 'nextResponse');
  return {
    ...Object.fromEntries(once.map((promise) => [promise.target, accountOf(promise, now)])),
    ...(asked.length === 0 ? {} : { nextResponse: asked.map((promise) => accountOf(promise, now)) }),
  };
}

type Account = NonNullable<SlaView['cycles'][number]['resolution']>;

/** One promise with the time that was counted and that was not, so that its deadline can be added up by hand. */
function accountOf(promise: Promised, now: Date): Account {
  const segments = segmentsOf(promise, now.getTime());
  const sums = new Map<string, number>();
  for (const { kind, from, to } of segments) sums.set(kind, (sums.get(kind) ?? 0) + to - from);
  const elapsedMs = [...sums.values()].reduce((sum, each) => sum + each, 0);
  return {
    allowed: toIsoDuration(promise.allowedMs),
    startedAt: iso(promise.startedAt),
    ...deadlineOf(promise, now),
    ...(wasDropped(promise) ? { state: 'dropped' as const } : {}),
    segments: segments.map(({ from, to, kind, cause }) => ({
      from: iso(from),
      to: iso(to),
      kind,
      cause,
      duration: toIsoDuration(to - from),
    })),
    sums: Object.fromEntries([...sums].map(([kind, ms]) => [kind, toIsoDuration(ms)])),
    elapsed: toIsoDuration(elapsedMs),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
