import * as z from 'zod';
import { addDays, atTime, type LocalDate } from '../shared/time.ts';

/** What happens around the end of a term, in its order (rules.md 2). `over` renews or expires; the others are mails. */
export const stepCodes = ['P90D', 'P60D', 'P30D', 'P7D', 'over', 'ended'] as const;
export const StepCode = z.enum(stepCodes);
export type StepCode = z.output<typeof StepCode>;

const daysAhead: Readonly<Record<StepCode, number>> = { P90D: 90, P60D: 60, P30D: 30, P7D: 7, over: -1, ended: -1 };
const hourOfMail = '09:00';

export interface Step {
  readonly code: StepCode;
  readonly at: Date;
}

/** The instants of a term's end, in the contract's zone. The term ends when the day ends, so `over` is the next midnight. */
export function stepsOf(endsOn: LocalDate, zone: string): readonly Step[] {
  return stepCodes.map((code) => ({
    code,
    at: atTime(addDays(endsOn, -daysAhead[code]), code === 'over' ? '00:00' : hourOfMail, zone),
  }));
}

/** The first step that was not yet taken or passed over. */
export function stepAfter(endsOn: LocalDate, zone: string, said: StepCode | undefined): Step | undefined {
  return stepsOf(endsOn, zone)[said === undefined ? 0 : stepCodes.indexOf(said) + 1];
}

/**
 * Where a term is taken up that is entered, or whose end is moved, at an instant: of the steps already past the last
 * becomes one mail at once and those before it are passed over; the later ones stay.
 */
export function takenUp(
  endsOn: LocalDate,
  zone: string,
  now: Date,
): { readonly said: StepCode | undefined; readonly atOnce: StepCode | undefined } {
  const past = stepsOf(endsOn, zone).filter(({ at }) => at <= now);
  const last = past.at(-1)?.code;
  // Midnight has passed but nine o'clock has not: it is over, and that mail is still to come.
  return { said: last, atOnce: last === 'over' ? undefined : last };
}

/**
 * `ctr_…#P90D/1` with the term's number (rules.md 8). A reference is sent once ever, so a step that comes a second time,
 * because the end of the term was moved after its mail, is `ctr_…#P90D/1.2`.
 */
export function refOf(contractId: string, code: StepCode, term: number, time: number): string {
  return `${contractId}#${code}/${term}${time > 1 ? `.${time}` : ''}`;
}
