import { currentPromises, isOwed, isPaused, standingOf, warningAt } from './clock.ts';
import { closesAfterMs, type Policy, surveyAfterMs, type Target } from './policy.ts';
import type { Ticket } from './ticket.ts';

/** What a ticket waits for on the agenda. */
export type Due =
  | { readonly step: 'warning' | 'breach'; readonly target: Target; readonly at: number }
  | { readonly step: 'survey' | 'close'; readonly at: number };

/** The mark by which a ticket knows that it has taken a step in this cycle. */
export function markOf(due: Due): string {
  return 'target' in due ? `${due.target}/${due.step}` : due.step;
}

/** Everything that will fall due if nothing else happens to the ticket, earliest first. */
export function duesOf(ticket: Ticket, policy: Policy): Due[] {
  return [...promiseDues(ticket, policy), ...resolvedDues(ticket)]
    .filter((due) => !ticket.told.includes(markOf(due)))
    .toSorted((a, b) => a.at - b.at);
}

/** The instant at which the ticket must be looked at again. */
export function watchedAt(ticket: Ticket, policy: Policy): string | undefined {
  const [first] = duesOf(ticket, policy);
  return first === undefined ? undefined : new Date(first.at).toISOString();
}

function promiseDues(ticket: Ticket, policy: Policy): Due[] {
  return currentPromises(ticket, policy)
    .filter(isOwed)
    .flatMap((promise) => {
      const { target } = promise;
      const { by } = standingOf(promise, policy);
      const warning = warningAt(promise, policy);
      const isBroken = ticket.told.includes(`${target}/breach`);
      return [
        ...(by === undefined ? [] : [{ step: 'breach', target, at: by } as const]),
        // Nobody is warned of what is paused, or of what has happened already.
        ...(warning === undefined || isBroken || isPaused(promise)
          ? []
          : [{ step: 'warning', target, at: warning } as const]),
      ];
    });
}

/** After the solution: the question whether it helped, and the end when nobody objects. */
function resolvedDues({ state, history }: Ticket): Due[] {
  const resolved = history.findLast(({ type }) => type === 'resolved' || type === 'reopened');
  if (resolved?.type !== 'resolved' || (state !== 'resolved' && state !== 'closed')) return [];
  const at = Date.parse(resolved.at);
  const isAnswered = history.some((each) => each.at >= resolved.at && each.type === 'satisfied');
  return [
    ...(isAnswered ? [] : [{ step: 'survey', at: at + surveyAfterMs } as const]),
    ...(state === 'resolved' ? [{ step: 'close', at: at + closesAfterMs } as const] : []),
  ];
}

/** What is due now. A warning that an outage has kept until its promise was broken is not worth sending any more. */
export function dueNow(ticket: Ticket, policy: Policy, now: Date): { readonly steps: Due[]; readonly marks: string[] } {
  const passed = duesOf(ticket, policy).filter(({ at }) => at <= now.getTime());
  const broken = new Set(passed.flatMap((due) => (due.step === 'breach' ? [due.target] : [])));
  const steps = passed.filter((due) => due.step !== 'warning' || !broken.has(due.target));
  return { steps, marks: passed.map(markOf) };
}
