import * as z from 'zod';
import { LocalDate, Zone } from '../shared/time.ts';
import { says } from '../shared/words.ts';
import { byWeekday, type Calendar, type Interval, minutesOf, weekdays } from './calendar.ts';
import type { HolidayYear } from './holidays.ts';

/** How calendars and policies are called, in the path as well as in the policy that names a calendar. */
export const SlaName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, says('tickets.sla-name'));

// Whoever has a wrong time is told so, and not also that nothing is open: hence `abort`.
const time = /^([01]\d|2[0-3]):[0-5]\d$/;

/** `["09:00", "12:00"]`; to `24:00`, the end of the day, or past midnight (`["22:00", "06:00"]`). */
const IntervalInput = z
  .tuple([
    z.string().regex(time, { ...says('tickets.interval-start'), abort: true }),
    z.string().refine((text) => text === '24:00' || time.test(text), { ...says('tickets.interval-end'), abort: true }),
  ])
  .refine(([from, to]) => from !== to, { ...says('tickets.interval-empty'), abort: true });

/** Of one day: those that begin on it, none inside another. */
const Intervals = z
  .array(IntervalInput)
  .max(12)
  .refine((intervals) => intervals.every((one, i) => intervals.every((other, k) => k <= i || apart(one, other))), {
    ...says('tickets.intervals-overlap'),
    abort: true,
  });

function apart(one: Interval, other: Interval): boolean {
  const [from, to] = minutesOf(one);
  const [start, end] = minutesOf(other);
  return to <= start || end <= from;
}

const Weekly = z
  .strictObject(byWeekday(Intervals.optional()))
  .refine((weekly) => openMinutes(weekly) >= 60, says('tickets.calendar-never-open'));

/** An hour a week at least: with less a target of some days would not be used up within years. */
function openMinutes(weekly: Calendar['weekly']): number {
  const all = weekdays.flatMap((day) => weekly[day] ?? []).map(minutesOf);
  return all.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** A date that is not as its weekday is; without intervals it is closed. */
const Day = z.strictObject({ date: LocalDate, intervals: Intervals });

export const CalendarInput = z.strictObject({
  zone: Zone,
  weekly: Weekly,
  /** Whose public holidays are closed: an ISO 3166 code. China's make-up workdays have Monday's hours. */
  holidays: z
    .string()
    .regex(/^[A-Z]{2}$/, says('tickets.country-code'))
    .optional(),
  days: z
    .array(Day)
    .max(400)
    .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, says('tickets.day-twice'))
    .optional(),
});
export type CalendarInput = z.output<typeof CalendarInput>;

interface Made {
  readonly name: string;
  readonly version: number;
  readonly years: readonly HolidayYear[];
  readonly at: Date;
  readonly by: string;
}

export function newCalendar(input: CalendarInput, { name, version, years, at, by }: Made): Calendar {
  const { zone, weekly, holidays, days } = input;
  return {
    name,
    version,
    zone,
    weekly,
    ...(holidays === undefined ? {} : { holidays, years: years.map((year) => ({ ...year, ...copies(year) })) }),
    ...(days === undefined || days.length === 0 ? {} : { days }),
    createdAt: at.toISOString(),
    createdBy: by,
  };
}

const copies = ({ closed, working }: HolidayYear) => ({ closed: [...closed], working: [...working] });
