import { durationMs } from '../shared/time.ts';
import { type FollowUp, overdueAfterMs } from './follow-up.ts';

export type Step = 'due' | 'overdue';

/** What is to be said next about an open follow-up, and when; undefined when all has been said. */
export function nextStep(followUp: FollowUp): { readonly step: Step; readonly at: string } | undefined {
  const { state, dueAt, lead, remindedAt, overdue } = followUp;
  if (state !== 'open' || overdue) return undefined;
  if (remindedAt === undefined) return { step: 'due', at: shifted(dueAt, lead === undefined ? 0 : -durationMs(lead)) };
  return { step: 'overdue', at: overdueAt(followUp) };
}

/** 24 hours after its instant; of a follow-up that was entered late, 24 hours after it was entered: nobody is chased at once. */
function overdueAt({ dueAt, dueSetAt }: FollowUp): string {
  return shifted(dueAt > dueSetAt ? dueAt : dueSetAt, overdueAfterMs);
}

/** Takes the step whose instant has come; undefined when it is too early or there is none. */
export function take(followUp: FollowUp, now: Date): { readonly step: Step; readonly followUp: FollowUp } | undefined {
  const next = nextStep(followUp);
  if (next === undefined || next.at > now.toISOString()) return undefined;
  const said = next.step === 'due' ? { remindedAt: now.toISOString() } : { overdue: true };
  // Nobody has edited it: whose last edit it was stays.
  return { step: next.step, followUp: { ...followUp, ...said, version: followUp.version + 1 } };
}

/** `fol_…#due`, and `fol_…#due/2` for the second due date that is reminded of: kind, ref and recipient are sent once ever. */
export function refOf({ id, turn }: Pick<FollowUp, 'id' | 'turn'>, step: Step): string {
  return `${id}#${step}${turn === 0 ? '' : `/${turn + 1}`}`;
}

function shifted(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString();
}

/**
 * Whether an open follow-up is kept with those whose time has passed: it was said to be overdue, or it was entered for
 * an instant already gone.
 */
export function isBehind({ state, overdue, dueAt, dueSetAt }: FollowUp): boolean {
  return state === 'open' && (overdue || dueAt <= dueSetAt);
}
