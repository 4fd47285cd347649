import { type Promised, promisesOf, segmentsOf, wasDropped } from '#domain/tickets/clock.ts';
import { toIsoDuration } from '#domain/tickets/duration.ts';
import { defaultPolicy } from '#domain/tickets/policy.ts';
import type { Operation } from '#functions/http/contract.ts';
import type { SlaView } from './other-views.ts';
import { readVisible } from './read-visible.ts';
import type { getSlaContract } from './ticket-contracts.ts';
import { deadlineOf } from './view.ts';

export const getSla: Operation<typeof getSlaContract> = async ({ params }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const cycles = Map.groupBy(promisesOf(ticket.history, defaultPolicy), ({ cycle }) => cycle);
  return {
    ticketId: ticket.id,
    policy: defaultPolicy.name,
    cycles: [...cycles].map(([cycle, promises]) => ({
      cycle,
      ...Object.fromEntries(promises.map((promise) => [promise.target, accountOf(promise, world.now)])),
    })),
  };
};

type Account = NonNullable<SlaView['cycles'][number]['resolution']>;

/** One promise with the time that was counted and that was not, so that its deadline can be added up by hand. */
function accountOf(promise: Promised, now: Date): Account {
  const segments = segmentsOf(promise, defaultPolicy, now.getTime());
  const sums = new Map<string, number>();
  for (const { kind, from, to } of segments) sums.set(kind, (sums.get(kind) ?? 0) + to - from);
  const elapsedMs = [...sums.values()].reduce((sum, each) => sum + each, 0);
  return {
    allowed: toIsoDuration(promise.allowedMs),
    startedAt: iso(promise.startedAt),
    ...deadlineOf(promise, now),
    ...(wasDropped(promise, defaultPolicy) ? { state: 'dropped' as const } : {}),
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
