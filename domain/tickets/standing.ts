import { currentPromises, isOwed, isPaused, type Promised, type Span } from './clock.ts';
import { warningShare } from './policy.ts';
import type { Sla } from './sla.ts';
import { isActive, type Ticket } from './ticket.ts';

/** Where a promise stands without regard to the present: `by` is absent while it is paused with time left. */
export interface Standing {
  readonly by?: number;
  readonly leftMs: number;
}

/**
 * When a promise falls due: the target, less what each stretch between pauses has used up of it. What another policy's
 * shorter target finds used up falls due when that policy came, unless it was broken already.
 */
export function standingOf(promise: Promised, share = 1): Standing {
  let standing: Standing = { leftMs: 0 };
  for (const [i, { from, allowedMs }] of promise.spans.entries()) {
    const { by: before = from } = standing;
    standing = standingUnder(promise, promise.spans.slice(0, i + 1), allowedMs, share);
    if (standing.by !== undefined && standing.by < from) standing = { ...standing, by: Math.min(before, from) };
  }
  return standing;
}

/** By a target in the hours of these spans; nothing is left of one that is not promised. */
function standingUnder(
  { startedAt, pauses }: Promised,
  spans: readonly Span[],
  allowedMs: number | undefined,
  share: number,
): Standing {
  if (allowedMs === undefined) return { leftMs: 0 };
  let leftMs = Math.floor(allowedMs * share);
  let from = startedAt;
  for (const pause of pauses) {
    const used = worked(spans, from, pause.from);
    if (used >= leftMs) break;
    leftMs -= used;
    if (pause.to === undefined) return { leftMs };
    from = pause.to;
  }
  return { by: after(spans, from, leftMs), leftMs };
}

/** What was worked in the hours of each time. */
function worked(spans: readonly Span[], from: number, to: number): number {
  let sum = 0;
  for (const [i, { from: begin, hours }] of spans.entries()) {
    const end = spans[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    const [start, stop] = [Math.max(from, i === 0 ? from : begin), Math.min(to, end)];
    if (stop > start) sum += hours.worked(start, stop);
  }
  return sum;
}

function after(spans: readonly Span[], from: number, workedMs: number): number {
  let left = workedMs;
  for (const [i, { from: begin, hours }] of spans.entries()) {
    const end = spans[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    const start = Math.max(from, i === 0 ? from : begin);
    if (start >= end) continue;
    const at = hours.after(start, left);
    if (at <= end) return at;
    left -= hours.worked(start, end);
  }
  return from + left;
}

/** When the warning is due; absent while the promise is paused before it. */
export function warningAt(promise: Promised): number | undefined {
  return standingOf(promise, warningShare).by;
}

export type DeadlineState = 'running' | 'paused' | 'met' | 'breached';

export function stateOf(promise: Promised, now: number): DeadlineState {
  const { by } = standingOf(promise);
  if (promise.metAt !== undefined) return by !== undefined && promise.metAt <= by ? 'met' : 'breached';
  if (by === undefined) return 'paused';
  return now >= by ? 'breached' : 'running';
}

/** A promise that was dropped before it fell due has no deadline to show. */
export function wasDropped(promise: Promised): boolean {
  if (promise.droppedAt === undefined) return false;
  const { by } = standingOf(promise);
  return by === undefined || promise.droppedAt < by;
}

type Watched = Pick<Ticket, 'history' | 'cycle' | 'state' | 'handlingDue'>;

/** What the work list is ordered by: the earliest instant at which something is or was owed. Absent while paused. */
export function nextDueAt(ticket: Watched, sla: Sla): string | undefined {
  const dues = currentPromises(ticket, sla)
    .filter((promise) => isOwed(promise) && !isPaused(promise))
    .map((promise) => standingOf(promise).by)
    .filter((by) => by !== undefined);
  if (ticket.handlingDue !== undefined && isActive(ticket)) dues.push(Date.parse(ticket.handlingDue.at));
  return dues.length === 0 ? undefined : new Date(Math.min(...dues)).toISOString();
}
