import * as z from 'zod';
import { UtcInstant } from '../shared/time.ts';
import { currentPromises, isOwed, nameOf, type Promised, promisesOf } from './clock.ts';
import type { Policy } from './policy.ts';
import { inForce, type Sla } from './sla.ts';
import { standingOf, warningAt } from './standing.ts';
import { deliveredTerm, Term } from './term.ts';
import type { Ticket } from './ticket.ts';
import { breachMarks } from './watch.ts';

/** What another version does, or would do, to the timers that run: one for each promise that is still owed. */
export const Timers = z.strictObject({
  running: z.int().nonnegative(),
  earlier: z.int().nonnegative(),
  later: z.int().nonnegative(),
  breachesMade: z.int().nonnegative(),
  breachesUndone: z.int().nonnegative(),
});
export type Timers = z.output<typeof Timers>;

export const noTimers: Timers = { running: 0, earlier: 0, later: 0, breachesMade: 0, breachesUndone: 0 };

export function added(one: Timers, other: Timers): Timers {
  return {
    running: one.running + other.running,
    earlier: one.earlier + other.earlier,
    later: one.later + other.later,
    breachesMade: one.breachesMade + other.breachesMade,
    breachesUndone: one.breachesUndone + other.breachesUndone,
  };
}

export function currentTerm({ terms }: Pick<Ticket, 'terms'>): Term {
  return terms.at(-1) ?? deliveredTerm;
}

/**
 * What a ticket runs under once another version of its policy or calendar is in force, as if it always had been. While no
 * promise has been settled under the version before, that one need not be remembered.
 */
export function corrected(ticket: Ticket, sla: Sla, policy: Policy, now: Date): { terms: Term[]; sla: Sla } {
  const current = currentTerm(ticket);
  const { from, anew } = current;
  const isSettled = promisesOf(ticket.history, sla).some((promise) => !isOwed(promise));
  const term: Term = {
    ...termOf(policy),
    ...(isSettled ? { from: now.toISOString(), anew: true } : {}),
    ...(isSettled || from === undefined ? {} : { from }),
    ...(isSettled || anew === undefined ? {} : { anew }),
  };
  // The delivered term is named now where it went without saying.
  const kept = [...ticket.terms.slice(0, -1), ...(isSettled ? [current] : [])];
  const terms = [...kept, term];
  return { terms, sla: { terms: [...sla.terms.slice(0, kept.length), inForce(term, policy)], policy } };
}

export function termOf({ name, version, calendar }: Policy): Term {
  return { policy: name, version, calendar: calendar.name, calendarVersion: calendar.version };
}

/** How the ticket's owed promises fare under the one and under the other. */
export function compared(ticket: Ticket, before: Sla, after: Sla, now: Date): Timers {
  const owed = owedBy(ticket, after);
  let timers = noTimers;
  for (const [name, promise] of owedBy(ticket, before)) {
    const next = owed.get(name);
    const [was, is] = [standingOf(promise).by, next === undefined ? undefined : standingOf(next).by];
    const isBroken = (by: number | undefined) => by !== undefined && by <= now.getTime();
    timers = added(timers, {
      running: 1,
      earlier: was !== undefined && is !== undefined && is < was ? 1 : 0,
      later: was !== undefined && is !== undefined && is > was ? 1 : 0,
      breachesMade: isBroken(is) && !isBroken(was) ? 1 : 0,
      breachesUndone: isBroken(was) && !isBroken(is) ? 1 : 0,
    });
  }
  return timers;
}

function owedBy(ticket: Ticket, sla: Sla): Map<string, Promised> {
  return new Map(
    currentPromises(ticket, sla)
      .filter(isOwed)
      .map((promise) => [nameOf(promise), promise]),
  );
}

/** The ticket under other terms. What has been told of a breach or warning that is still to come is told again then. */
export function underTerms(ticket: Ticket, terms: readonly Term[], sla: Sla, now: Date): Ticket {
  const toCome = new Set(
    currentPromises(ticket, sla)
      .filter(isOwed)
      .flatMap((promise) => {
        const isAhead = (at: number | undefined) => at === undefined || at > now.getTime();
        return [
          ...(isAhead(standingOf(promise).by) ? breachMarks(ticket, promise) : []),
          ...(isAhead(warningAt(promise)) ? [`${nameOf(promise)}/warning`] : []),
        ];
      }),
  );
  return { ...ticket, terms: [...terms], told: ticket.told.filter((mark) => !toCome.has(mark)) };
}

/** The job that brings a new version to the tickets that run, as it is kept. */
export const Replan = z.strictObject({
  of: z.enum(['calendar', 'policy']),
  name: z.string(),
  /** The version that is brought. */
  to: z.int().positive(),
  /** Of a policy: with the calendar's version of that moment. */
  term: Term.optional(),
  state: z.enum(['running', 'completed']),
  /** Until a pass through all that runs finds no ticket under an older version. */
  passes: z.int().nonnegative(),
  movedInPass: z.int().nonnegative(),
  /** Where the pass goes on, in the order of the work list. */
  after: z.string().optional(),
  tickets: z.int().nonnegative(),
  timers: Timers,
  startedAt: UtcInstant,
  startedBy: z.string(),
  completedAt: UtcInstant.optional(),
  version: z.int().positive(),
});
export type Replan = z.output<typeof Replan>;

/** The term that a ticket's own is to become; undefined for a ticket that the job is not about, or that has it already. */
export function termUnder({ of, name, to, term }: Replan, current: Term): Term | undefined {
  if (of === 'calendar') {
    const isOlder = current.calendar === name && current.calendarVersion < to;
    return isOlder ? { ...current, calendarVersion: to } : undefined;
  }
  return current.policy === name && current.version < to ? term : undefined;
}
