import * as z from 'zod';
import { Money } from '../shared/money.ts';
import {
  addDays,
  Duration,
  dayMs,
  LocalDate,
  minusDuration,
  partsOf,
  plusDuration,
  plusMonths,
} from '../shared/time.ts';
import { says } from '../shared/words.ts';

/** A date that a contract can mean: a slip in the year is caught, and calendar arithmetic stays within four digits. */
export const ContractDate = LocalDate.refine((date) => date >= '1990' && date < '2200', says('contracts.date-range'));

/** A period in calendar units: terms and notice periods begin and end with days. */
export const Period = Duration.refine((period) => {
  const { months, days, ms } = partsOf(period);
  return ms === 0 && months + days > 0 && months <= 600 && days <= 18_300;
}, says('contracts.period'));

/** One term of a contract. Both dates belong to it: it ends when the day `endsOn` ends. */
export const Term = z.strictObject({
  term: z.int().positive(),
  startsOn: LocalDate,
  endsOn: LocalDate,
  amount: Money,
});
export type Term = z.output<typeof Term>;

/** The last day of a term that starts on a day and lasts so long. */
export function lastDay(startsOn: LocalDate, period: string): LocalDate {
  return addDays(plusDuration(startsOn, period), -1);
}

/** How long a term lasts: in months where it is whole months, else in days. */
export function lengthOf({ startsOn, endsOn }: Pick<Term, 'startsOn' | 'endsOn'>): string {
  const next = addDays(endsOn, 1);
  const months =
    (Number(next.slice(0, 4)) - Number(startsOn.slice(0, 4))) * 12 +
    Number(next.slice(5, 7)) -
    Number(startsOn.slice(5, 7));
  if (months > 0 && plusMonths(startsOn, months) === next) return `P${months}M`;
  return `P${Math.round((Date.parse(next) - Date.parse(startsOn)) / dayMs)}D`;
}

/** The last day on which notice is in time: the period lies between its end and the end of the term. */
export function noticeBy(endsOn: LocalDate, noticePeriod: string): LocalDate {
  return addDays(minusDuration(addDays(endsOn, 1), noticePeriod), -1);
}
