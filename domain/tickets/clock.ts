import { durationMs } from '../shared/time.ts';
import type { Piece, Policy, Target } from './policy.ts';
import { targets, warningShare } from './policy.ts';
import type { Happening, Ticket } from './ticket.ts';

/** One promise of one cycle, as the ticket's happenings tell it. Instants are epoch milliseconds. */
export interface Promised {
  readonly target: Target;
  readonly cycle: number;
  readonly startedAt: number;
  readonly allowedMs: number;
  readonly metAt?: number;
  /** The ticket was closed or reopened without the promise having been met. */
  readonly droppedAt?: number;
  readonly pauses: readonly Pause[];
}

interface Pause {
  readonly from: number;
  /** Absent while it lasts. */
  readonly to?: number;
  readonly cause: string;
}

/** Where a promise stands without regard to the present: `by` is absent while it is paused with time left. */
interface Standing {
  readonly by?: number;
  readonly leftMs: number;
}

/** Every promise of every cycle. A function of the happenings and the policy alone: same input, same bytes. */
export function promisesOf(history: readonly Happening[], policy: Policy): Promised[] {
  return cyclesOf(history).flatMap((happenings, index) =>
    targets.flatMap((target) => {
      const allowed = policy.targets[target];
      return allowed === undefined ? [] : [promised(target, index + 1, durationMs(allowed), happenings, policy)];
    }),
  );
}

/** The promises of the cycle that the ticket is in. */
export function currentPromises(ticket: Pick<Ticket, 'history' | 'cycle'>, policy: Policy): Promised[] {
  return promisesOf(ticket.history, policy).filter(({ cycle }) => cycle === ticket.cycle);
}

/** Each cycle begins with the opening or a reopening. */
function cyclesOf(history: readonly Happening[]): Happening[][] {
  const cycles: Happening[][] = [];
  for (const happening of history) {
    if (cycles.length === 0 || happening.type === 'reopened') cycles.push([]);
    cycles.at(-1)?.push(happening);
  }
  return cycles;
}

function promised(
  target: Target,
  cycle: number,
  allowedMs: number,
  happenings: readonly Happening[],
  policy: Policy,
): Promised {
  const startedAt = instantOf(happenings[0]);
  // The solution is an answer to the customer, so it meets both promises.
  const meets = (each: Happening) =>
    each.type === 'resolved' || (target === 'firstResponse' && each.type === 'answered');
  const met = happenings.find(meets);
  const metAt = met === undefined ? undefined : instantOf(met);
  const closed = met === undefined ? happenings.find(({ type }) => type === 'closed') : undefined;
  const end = metAt ?? (closed === undefined ? undefined : instantOf(closed));
  return {
    target,
    cycle,
    startedAt,
    allowedMs,
    ...(metAt === undefined ? {} : { metAt }),
    ...(closed === undefined ? {} : { droppedAt: instantOf(closed) }),
    pauses: target === 'firstResponse' ? [] : pausesOf(happenings, policy, end),
  };
}

/** A pause that outlasts the promise ends with it. */
function pausesOf(happenings: readonly Happening[], { pauseOn }: Policy, end: number | undefined): Pause[] {
  const pauses: Pause[] = [];
  let open: Pause | undefined;
  for (const happening of happenings) {
    const at = instantOf(happening);
    if (end !== undefined && at >= end) break;
    const isWait = happening.type === 'waited';
    if (!isWait && happening.type !== 'resumed') continue;
    if (open !== undefined) pauses.push({ ...open, to: at });
    open =
      isWait && happening.for !== undefined && pauseOn.includes(happening.for)
        ? { from: at, cause: happening.for }
        : undefined;
  }
  if (open !== undefined) pauses.push(end === undefined ? open : { ...open, to: end });
  return pauses;
}

/** When a promise falls due: the target, less what each stretch between pauses has used up of it. */
export function standingOf({ startedAt, allowedMs, pauses }: Promised, { hours }: Policy, share = 1): Standing {
  let leftMs = Math.floor(allowedMs * share);
  let from = startedAt;
  for (const pause of pauses) {
    const used = hours.worked(from, pause.from);
    if (used >= leftMs) break;
    leftMs -= used;
    if (pause.to === undefined) return { leftMs };
    from = pause.to;
  }
  return { by: hours.after(from, leftMs), leftMs };
}

/** When the warning is due; absent while the promise is paused before it. */
export function warningAt(promise: Promised, policy: Policy): number | undefined {
  return standingOf(promise, policy, warningShare).by;
}

type DeadlineState = 'running' | 'paused' | 'met' | 'breached';

export function stateOf(promise: Promised, policy: Policy, now: number): DeadlineState {
  const { by } = standingOf(promise, policy);
  if (promise.metAt !== undefined) return by !== undefined && promise.metAt <= by ? 'met' : 'breached';
  if (by === undefined) return 'paused';
  return now >= by ? 'breached' : 'running';
}

/** A promise that was dropped before it fell due has no deadline to show. */
export function wasDropped(promise: Promised, policy: Policy): boolean {
  if (promise.droppedAt === undefined) return false;
  const { by } = standingOf(promise, policy);
  return by === undefined || promise.droppedAt < by;
}

/** A promise is owed while it is neither met nor dropped. */
export function isOwed({ metAt, droppedAt }: Promised): boolean {
  return metAt === undefined && droppedAt === undefined;
}

export function isPaused({ pauses }: Promised): boolean {
  const last = pauses.at(-1);
  return last !== undefined && last.to === undefined;
}

/** What the work list is ordered by: the earliest instant at which something is or was owed. Absent while paused. */
export function nextDueAt(ticket: Pick<Ticket, 'history' | 'cycle'>, policy: Policy): string | undefined {
  const dues = currentPromises(ticket, policy)
    .filter((promise) => isOwed(promise) && !isPaused(promise))
    .flatMap((promise) => standingOf(promise, policy).by ?? []);
  return dues.length === 0 ? undefined : new Date(Math.min(...dues)).toISOString();
}

interface Segment {
  readonly from: number;
  readonly to: number;
  readonly kind: Piece['kind'] | 'paused';
  readonly cause: string;
}

/** The time from the promise's start until it was met or dropped, else until now, in pieces without gap or overlap. */
export function segmentsOf(promise: Promised, { hours }: Policy, now: number): Segment[] {
  const end = promise.metAt ?? promise.droppedAt ?? now;
  const segments: Segment[] = [];
  const count = (from: number, to: number, cause: string) =>
    segments.push(...hours.split(from, to).map((piece) => ({ ...piece, cause })));
  let from = promise.startedAt;
  let cause: string = promise.cycle === 1 ? 'opened' : 'reopened';
  for (const pause of promise.pauses) {
    count(from, pause.from, cause);
    const to = pause.to ?? end;
    if (to > pause.from) segments.push({ from: pause.from, to, kind: 'paused', cause: `waiting-for-${pause.cause}` });
    from = to;
    cause = 'resumed';
  }
  count(from, end, cause);
  return segments;
}

function instantOf(happening: Happening | undefined): number {
  return happening === undefined ? 0 : Date.parse(happening.at);
}
