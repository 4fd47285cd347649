import { escalationOf, runOf } from './climb.ts';
import { currentPromises, isOwed, isPaused, nameOf, type Promised } from './clock.ts';
import { closesAfterMs, surveyAfterMs } from './policy.ts';
import type { Sla } from './sla.ts';
import { standingOf, warningAt } from './standing.ts';
import { isActive, isSetAside, type Ticket } from './ticket.ts';

/** What a ticket waits for on the agenda. */
export type Due =
  | { readonly step: 'warning'; readonly promise: Promised; readonly at: number }
  /** `run`: of the workflow, which climbs from then on. */
  | { readonly step: 'breach'; readonly promise: Promised; readonly at: number; readonly run: number }
  | { readonly step: 'survey' | 'close' | 'handling'; readonly at: number };

/** The mark by which a ticket knows that it has taken a step in this cycle. */
export function markOf(due: Due): string {
  if (due.step === 'handling') return `handling/${due.at}`;
  if (due.step === 'breach') return breachMark(due.promise, due.run);
  return 'promise' in due ? `${nameOf(due.promise)}/${due.step}` : due.step;
}

function breachMark(promise: Promised, run: number): string {
  return `${nameOf(promise)}/breach${run > 1 ? `-${run}` : ''}`;
}

/** By all of which a ticket knows that a promise is broken. */
export function breachMarks({ told }: Pick<Ticket, 'told'>, promise: Promised): string[] {
  const first = breachMark(promise, 1);
  return told.filter((mark) => mark === first || mark.startsWith(`${first}-`));
}

/** Everything that will fall due if nothing else happens to the ticket, earliest first. */
export function duesOf(ticket: Ticket, sla: Sla): Due[] {
  return [...promiseDues(ticket, sla), ...resolvedDues(ticket), ...handlingDues(ticket)]
    .filter((due) => !ticket.told.includes(markOf(due)))
    .toSorted((a, b) => a.at - b.at);
}

/** The instant at which the ticket must be looked at again. */
export function watchedAt(ticket: Ticket, sla: Sla): string | undefined {
  const [first] = duesOf(ticket, sla);
  return first === undefined ? undefined : new Date(first.at).toISOString();
}

/** Told once for each deadline that somebody set. */
function handlingDues(ticket: Ticket): Due[] {
  const { handlingDue } = ticket;
  return handlingDue === undefined || !isActive(ticket) ? [] : [{ step: 'handling', at: Date.parse(handlingDue.at) }];
}

function promiseDues(ticket: Ticket, sla: Sla): Due[] {
  return currentPromises(ticket, sla)
    .filter(isOwed)
    .flatMap((promise) => {
      const warning = warningAt(promise);
      const isBroken = breachMarks(ticket, promise).length > 0;
      return [
        ...breachDue(ticket, promise),
        // Nobody is warned of what is paused, or of what has happened already.
        ...(warning === undefined || isBroken || isPaused(promise)
          ? []
          : [{ step: 'warning', promise, at: warning } as const]),
      ];
    });
}

/** A climb that ended while its promise is owed begins again: what is broken is never left to nobody. */
function breachDue(ticket: Ticket, promise: Promised): Due[] {
  const { by } = standingOf(promise);
  const known = escalationOf(ticket, promise);
  if (by === undefined || (known?.endedAt !== undefined && isPaused(promise))) return [];
  const at = known?.endedAt === undefined ? by : Math.max(by, Date.parse(known.endedAt));
  return [{ step: 'breach', promise, at, run: runOf(known) }];
}

/** After the solution: the question whether it helped, and the end when nobody objects. */
function resolvedDues({ state, history }: Ticket): Due[] {
  const resolved = history.findLast(({ type }) => type === 'resolved' || type === 'reopened');
  if (resolved?.type !== 'resolved' || (state !== 'resolved' && state !== 'closed')) return [];
  const at = Date.parse(resolved.at);
  if (history.some((each) => each.at >= resolved.at && isSetAside(each))) return [];
  const isAnswered = history.some((each) => each.at >= resolved.at && each.type === 'satisfied');
  return [
    ...(isAnswered ? [] : [{ step: 'survey', at: at + surveyAfterMs } as const]),
    ...(state === 'resolved' ? [{ step: 'close', at: at + closesAfterMs } as const] : []),
  ];
}

/** What is due now. A warning that an outage has kept until its promise was broken is not worth sending any more. */
export function dueNow(ticket: Ticket, sla: Sla, now: Date): { readonly steps: Due[]; readonly marks: string[] } {
  const passed = duesOf(ticket, sla).filter(({ at }) => at <= now.getTime());
  const broken = new Set(passed.flatMap((due) => (due.step === 'breach' ? [nameOf(due.promise)] : [])));
  const steps = passed.filter((due) => due.step !== 'warning' || !broken.has(nameOf(due.promise)));
  return { steps, marks: passed.map(markOf) };
}
