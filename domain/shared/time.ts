import { TZDate, tzOffset } from '@date-fns/tz';
import { addMonths } from 'date-fns/addMonths';
import * as z from 'zod';
import { says } from './words.ts';

/** RFC 3339 instant in UTC, as every stored and answered instant is. Other offsets are accepted and converted. */
export const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
/** A stored or answered instant. */
export const UtcInstant = z.iso.datetime();
/** A local calendar date, `2026-11-22`. */
export const LocalDate = z.iso.date();
export type LocalDate = z.output<typeof LocalDate>;
/** An IANA time zone that this runtime knows. */
export const Zone = z.string().max(64).refine(isZone, says('shared.zone'));
/** A wall-clock intent: what the user meant stays true when the zone's rules change. */
export const LocalTime = z.strictObject({
  local: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, says('shared.local-time'))
    .refine((local) => LocalDate.safeParse(local.slice(0, 10)).success, says('shared.calendar-day')),
  zone: Zone,
});
export type LocalTime = z.output<typeof LocalTime>;

/** ISO 8601 durations without fractions; months and years move by the calendar. */
export const Duration = z
  .string()
  .regex(/^P(?=\d|T\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,5}D)?(T(?=\d)(\d{1,5}H)?(\d{1,6}M)?(\d{1,7}S)?)?$/, {
    ...says('shared.duration'),
    // What a context asks of a duration beyond its form is asked only of one.
    abort: true,
  });

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** All names of zones that hold an offset of two digits. */
const offsetZone = /^Etc\/GMT(\+1[0-2]|-1[0-4])$/i;

/**
 * The library looks zones up in an object, where `constructor` and its like are always found, and takes an offset from
 * any text that has one (`Mars/+05`), which Intl then cannot format.
 */
function isZone(zone: string): boolean {
  if (zone in Object.prototype || (/[+-]\d\d/.test(zone) && !offsetZone.test(zone))) return false;
  return !Number.isNaN(tzOffset(zone, new Date(0)));
}

/** The instant of a wall-clock time. In the spring gap the clock has moved on, so 02:30 is 03:30; in autumn the first counts. */
export function instantOf({ local, zone }: LocalTime): Date {
  const [date = '', time = ''] = local.split('T');
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  return new Date(new TZDate(year, month - 1, day, hour, minute, second, zone).getTime());
}

/** The wall-clock time of a local date, for example 09:00. */
export function atTime(date: LocalDate, time: string, zone: string): Date {
  return instantOf({ local: `${date}T${time}`, zone });
}

/** The calendar date that it is somewhere at an instant. */
export function dateIn(instant: Date, zone: string): LocalDate {
  const local = new TZDate(instant.getTime(), zone);
  return plain(local.getFullYear(), local.getMonth(), local.getDate());
}

/** The first `time` o'clock in the zone that is not before the instant. */
export function nextAtTime(instant: Date, time: string, zone: string): Date {
  const today = dateIn(instant, zone);
  const candidate = atTime(today, time, zone);
  return candidate >= instant ? candidate : atTime(addDays(today, 1), time, zone);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  const at = utc(date);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Calendar days from one date to another; negative when `to` is the earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / dayMs);
}

/** Calendar months; a day that the month lacks becomes its last (31 January + 1 month = 28 February). */
export function plusMonths(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const moved = addMonths(new TZDate(year, month - 1, day, 'UTC'), months);
  return plain(moved.getFullYear(), moved.getMonth(), moved.getDate());
}

export interface DurationParts {
  readonly months: number;
  readonly days: number;
  readonly ms: number;
}

/** A duration's calendar part and its exact part. The text was validated by the schema. */
export function partsOf(duration: string): DurationParts {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (match === null) throw new Error(`${duration} is not an ISO 8601 duration.`);
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return {
    months: years * 12 + months,
    days: weeks * 7 + days,
    ms: hours * hourMs + minutes * minuteMs + seconds * 1000,
  };
}

/** A date plus a duration's calendar part. */
export function plusDuration(date: LocalDate, duration: string): LocalDate {
  const { months, days } = partsOf(duration);
  return addDays(plusMonths(date, months), days);
}

/** A date less a duration's calendar part. */
export function minusDuration(date: LocalDate, duration: string): LocalDate {
  const { months, days } = partsOf(duration);
  return addDays(plusMonths(date, -months), -days);
}

/** A duration in milliseconds where a month has no place (SLA targets, leads): months count 30 days. */
export function durationMs(duration: string): number {
  const { months, days, ms } = partsOf(duration);
  return (months * 30 + days) * dayMs + ms;
}

function utc(date: LocalDate): Date {
  return new Date(`${date}T00:00:00.000Z`);
}

function plain(year: number, month: number, day: number): LocalDate {
  return `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
