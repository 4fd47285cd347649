import * as z from 'zod';
import { LocalDate, UtcInstant } from '../shared/time.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** The same for each day. */
export function byWeekday<T>(value: T): Record<Weekday, T> {
  return { mon: value, tue: value, wed: value, thu: value, fri: value, sat: value, sun: value };
}

/** `["09:00", "12:00"]`; to `24:00`, the end of the day, or past midnight (`["22:00", "06:00"]`). */
export type Interval = readonly [string, string];

/** Minutes since midnight; past the next one where the interval ends on the following day. */
export function minutesOf([from, to]: Interval): readonly [number, number] {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  return [start, end > start ? end : end + 24 * 60];
}

function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

const Dates = z.array(LocalDate);
const Stored = z.array(z.tuple([z.string(), z.string()]));

/**
 * One version of a calendar: never changed, and whole, with the holidays as they were known when it was made, so that a
 * deadline counted by it can be counted again.
 */
export const Calendar = z.strictObject({
  name: z.string(),
  version: z.int().nonnegative(),
  zone: z.string(),
  weekly: z.strictObject(byWeekday(Stored.optional())),
  holidays: z.string().optional(),
  days: z.array(z.strictObject({ date: LocalDate, intervals: Stored })).optional(),
  /** The years whose holidays are known. Every other year is provisional: it has none yet. */
  years: z.array(z.strictObject({ year: z.int(), closed: Dates, working: Dates })).optional(),
  createdAt: UtcInstant,
  createdBy: z.string(),
});
export type Calendar = z.output<typeof Calendar>;

/** Around the clock, every day: it needs no row and cannot be changed. */
export const alwaysOpen: Calendar = {
  name: '24x7',
  version: 0,
  zone: 'UTC',
  weekly: byWeekday([['00:00', '24:00']]),
  createdAt: '2026-11-22T00:00:00.000Z',
  createdBy: 'system',
};
