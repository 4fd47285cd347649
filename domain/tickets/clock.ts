import type { Hours } from './hours.ts';
import { type Period, periodsUntil, type Sla } from './sla.ts';
import { type Target, targets } from './target.ts';
import { type Happening, isSetAside, type Ticket } from './ticket.ts';

/** One promise of one cycle, as the ticket's happenings tell it. Instants are epoch milliseconds. */
export interface Promised {
  readonly target: Target;
  readonly cycle: number;
  /** Of the same target in the same cycle, from 1: the customer may ask again and again. */
  readonly round: number;
  readonly startedAt: number;
  /** What began it: `opened`, `asked`. */
  readonly startedBy: Happening['type'];
  readonly allowedMs: number;
  readonly metAt?: number;
  /** The ticket was closed or reopened without the promise having been met. */
  readonly droppedAt?: number;
  /** Of a solution that did not last: when the work began again. Until then the ticket was closed. */
  readonly reopenedAt?: number;
  readonly pauses: readonly Pause[];
  /** What it is counted by, the first from its start on. */
  readonly spans: readonly Span[];
}

interface Pause {
  readonly from: number;
  /** Absent while it lasts. */
  readonly to?: number;
  readonly cause: string;
}

export interface Span {
  readonly from: number;
  readonly hours: Hours;
  /** Absent where the policy of that time did not promise it. */
  readonly allowedMs?: number;
}

type Type = Happening['type'];

interface Rule {
  readonly starts: readonly Type[];
  readonly meets: readonly Type[];
  /** Which closing drops it, besides the next cycle, which drops whatever is left. */
  readonly drops: (closing: Dated) => boolean;
  readonly isPaused: boolean;
}

const isClosed = ({ type }: Dated): boolean => type === 'closed';

/** What starts, meets and drops each promise. A solution is an answer too; a verdict shows that the result is known. */
const rules: Readonly<Record<Target, Rule>> = {
  firstResponse: {
    starts: ['opened', 'reopened'],
    meets: ['answered', 'resolved'],
    drops: isClosed,
    isPaused: false,
  },
  nextResponse: { starts: ['asked'], meets: ['answered', 'resolved'], drops: isClosed, isPaused: true },
  resolution: { starts: ['opened', 'reopened'], meets: ['resolved'], drops: isClosed, isPaused: true },
  resultNotice: {
    starts: ['resolved'],
    meets: ['notified', 'satisfied', 'dissatisfied'],
    drops: isSetAside,
    isPaused: false,
  },
  survey: {
    starts: ['resolved'],
    meets: ['surveyed', 'satisfied', 'dissatisfied'],
    drops: isSetAside,
    isPaused: false,
  },
};

type Dated = Pick<Happening, 'type' | 'for' | 'via' | 'reason'> & { readonly at: number };

/** Every promise of every cycle. A function of the happenings and the terms alone: same input, same bytes. */
export function promisesOf(history: readonly Happening[], sla: Sla): Promised[] {
  const cycles = cyclesOf(history);
  return cycles.flatMap((happenings, index) => promisesIn(happenings, index + 1, cycles[index + 1]?.[0]?.at, sla));
}

/** The promises of the cycle that the ticket is in. */
export function currentPromises({ history, cycle }: Pick<Ticket, 'history' | 'cycle'>, sla: Sla): Promised[] {
  const from = history.findLastIndex(({ type }) => type === 'reopened');
  return promisesIn(dated(from < 0 ? history : history.slice(from)), cycle, undefined, sla);
}

/** `resolution`; from the second round on `nextResponse-2`. */
export function nameOf({ target, round }: Pick<Promised, 'target' | 'round'>): string {
  return round === 1 ? target : `${target}-${round}`;
}

/** A promise is owed while it is neither met nor dropped. */
export function isOwed({ metAt, droppedAt }: Promised): boolean {
  return metAt === undefined && droppedAt === undefined;
}

export function isPaused({ pauses }: Promised): boolean {
  const last = pauses.at(-1);
  return last !== undefined && last.to === undefined;
}

/** Each cycle begins with the opening or a reopening. */
function cyclesOf(history: readonly Happening[]): Dated[][] {
  const cycles: Dated[][] = [];
  for (const happening of dated(history)) {
    if (cycles.length === 0 || happening.type === 'reopened') cycles.push([]);
    cycles.at(-1)?.push(happening);
  }
  return cycles;
}

function dated(history: readonly Happening[]): Dated[] {
  return history.map((each) => ({
    type: each.type,
    at: Date.parse(each.at),
    ...(each.for === undefined ? {} : { for: each.for }),
    ...(each.via === undefined ? {} : { via: each.via }),
    ...(each.reason === undefined ? {} : { reason: each.reason }),
  }));
}

function promisesIn(happenings: readonly Dated[], cycle: number, endedAt: number | undefined, sla: Sla): Promised[] {
  return targets.flatMap((target) => {
    if (sla.terms.every(({ policy }) => policy.targets[target] === undefined)) return [];
    return runsOf(target, happenings, endedAt).flatMap((run, index) => {
      const promise = promised({ target, cycle, round: index + 1 }, run, happenings, sla);
      return promise === undefined ? [] : [untilReopened(promise, endedAt)];
    });
  });
}

/** The solution's account goes on until the next cycle begins: together those of all cycles are the ticket's whole life. */
function untilReopened(promise: Promised, endedAt: number | undefined): Promised {
  const isOver = promise.target === 'resolution' && endedAt !== undefined && !isOwed(promise);
  return isOver ? { ...promise, reopenedAt: endedAt } : promise;
}

interface Run {
  readonly startedAt: number;
  readonly startedBy: Type;
  readonly metAt?: number;
  readonly droppedAt?: number;
}

/** Who asks again before he was answered waits since he asked first; before the first answer that is what he waits for. */
function runsOf(target: Target, happenings: readonly Dated[], endedAt: number | undefined): Run[] {
  const { starts, meets, drops } = rules[target];
  const runs: Run[] = [];
  let open: Run | undefined;
  let isAnswered = false;
  for (const happening of happenings) {
    const { type, at, via } = happening;
    const isDropped = drops(happening);
    if (open !== undefined && meets.includes(type)) runs.push({ ...open, metAt: at });
    if (open !== undefined && isDropped) runs.push({ ...open, droppedAt: at });
    if (meets.includes(type) || isDropped) open = undefined;
    const isStart = starts.includes(type) && (type !== 'asked' || isAnswered);
    if (isStart && open === undefined) open = { startedAt: at, startedBy: type };
    // The solution was mailed as it was given: with it the result is known.
    if (target === 'resultNotice' && type === 'resolved' && via !== undefined && open !== undefined) {
      runs.push({ ...open, metAt: at });
      open = undefined;
    }
    isAnswered ||= type === 'answered';
  }
  if (open !== undefined) runs.push(endedAt === undefined ? open : { ...open, droppedAt: endedAt });
  return runs;
}

function promised(
  which: Pick<Promised, 'target' | 'cycle' | 'round'>,
  run: Run,
  happenings: readonly Dated[],
  sla: Sla,
): Promised | undefined {
  const end = run.metAt ?? run.droppedAt;
  const periods = periodsUntil(sla, end ?? Number.POSITIVE_INFINITY);
  const allowedMs = periods.at(-1)?.policy.targets[which.target];
  if (allowedMs === undefined) return undefined;
  const pauses = rules[which.target].isPaused ? pausesOf(happenings, run.startedAt, end, periods) : [];
  return { ...which, ...run, allowedMs, pauses, spans: spansOf(periods, which.target, run.startedAt) };
}

/** Of what was in force before the promise began only the last counts. */
function spansOf(periods: readonly Period[], target: Target, startedAt: number): Span[] {
  const first = Math.max(
    0,
    periods.findLastIndex(({ from }) => from <= startedAt),
  );
  return periods.slice(first).map(({ from, policy }) => {
    const allowedMs = policy.targets[target];
    return { from: Math.max(from, startedAt), hours: policy.hours, ...(allowedMs === undefined ? {} : { allowedMs }) };
  });
}

/** What the policy of the moment pauses on. A pause that outlasts the promise ends with it. */
function pausesOf(
  happenings: readonly Dated[],
  start: number,
  end: number | undefined,
  periods: readonly Period[],
): Pause[] {
  const pauses: Pause[] = [];
  let open: Pause | undefined;
  for (const { type, at, for: waitsFor } of happenings) {
    if (end !== undefined && at >= end) break;
    if (type !== 'waited' && type !== 'resumed' && type !== 'asked') continue;
    if (open !== undefined && at > start) pauses.push({ ...open, to: at });
    const period = periods.findLast(({ from }) => from <= at);
    const isPausing = type === 'waited' && waitsFor !== undefined && period?.policy.pauseOn.includes(waitsFor);
    open = isPausing ? { from: Math.max(at, start), cause: waitsFor } : undefined;
  }
  if (open !== undefined) pauses.push(end === undefined ? open : { ...open, to: end });
  return pauses;
}
