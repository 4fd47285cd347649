import { durationMs } from '../shared/time.ts';
import { alwaysOpen, type Calendar } from './calendar.ts';
import { type Hours, hoursOf } from './hours.ts';
import type { Step } from './ladder.ts';
import { deliveredPolicy, type SlaPolicy } from './sla-policy.ts';
import type { Target } from './target.ts';
import type { WaitingFor } from './ticket.ts';

/** One version of a policy with one version of its calendar, ready to be counted by. */
export interface Policy {
  readonly name: string;
  readonly version: number;
  readonly calendar: { readonly name: string; readonly version: number };
  /** In milliseconds. A target left out is not promised. */
  readonly targets: Readonly<Partial<Record<Target, number>>>;
  /** What a pause of the solution and of the next response is. The first response is never paused. */
  readonly pauseOn: readonly WaitingFor[];
  readonly hours: Hours;
  readonly ladderOf: (target: Target) => readonly Step[];
}

/** `hours`: of the calendar, where they have been worked out before. */
export function policyOf(
  { name, version, targets, pauseOn, ladder, ladders }: SlaPolicy,
  calendar: Calendar,
  hours: Hours = hoursOf(calendar),
): Policy {
  return {
    name,
    version,
    calendar: { name: calendar.name, version: calendar.version },
    targets: Object.fromEntries(
      Object.entries(targets).flatMap(([target, text]) => (text === undefined ? [] : [[target, durationMs(text)]])),
    ),
    pauseOn,
    hours,
    ladderOf: (target) => ladders?.[target] ?? ladder,
  };
}

export const defaultPolicy: Policy = policyOf(deliveredPolicy, alwaysOpen);

/** The share of a target after which someone is warned (rules.md 2). */
export const warningShare = 0.75;

export const surveyAfterMs = durationMs('PT24H');
export const closesAfterMs = durationMs('P7D');
export const reopenWithinMs = durationMs('P30D');
/** How long an acknowledgement holds the next rung. */
export const holdMs = durationMs('PT4H');
