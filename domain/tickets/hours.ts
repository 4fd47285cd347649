import { tzOffset } from '@date-fns/tz';
import { addDays, atTime, dateIn, dayMs, daysBetween, type LocalDate, minuteMs } from '../shared/time.ts';
import { alwaysOpen, type Calendar, type Interval, minutesOf, weekdays } from './calendar.ts';

/** Which time counts. Only the hours of a calendar use up a promise. Instants are epoch milliseconds. */
export interface Hours {
  /** Milliseconds that count between two instants. */
  readonly worked: (from: number, to: number) => number;
  /** The instant at which so much has been worked since. What is used up exactly at closing time is due then. */
  readonly after: (from: number, workedMs: number) => number;
  /** The interval in pieces, without gaps. */
  readonly split: (from: number, to: number) => readonly Piece[];
  /** Whether the holidays of the instant's year are still to be published. */
  readonly isProvisional: (at: number) => boolean;
}

export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly kind: 'counted' | 'offHours' | 'holiday';
}

const always: Hours = {
  worked: (from, to) => Math.max(0, to - from),
  after: (from, workedMs) => from + workedMs,
  split: (from, to) => (to > from ? [{ from, to, kind: 'counted' }] : []),
  isProvisional: () => false,
};

/** Nothing is promised for longer: a calendar that hardly opens must not be searched for ever. */
const horizonYears = 40;

/** The hours of a calendar. Its days are worked out by the year, when a year is first asked for, and kept. */
export function hoursOf(calendar: Calendar): Hours {
  if (calendar.name === alwaysOpen.name) return always;
  const known = calendar.years && new Set(calendar.years.map(({ year }) => year));
  let table: OpenTimes | undefined;
  const covering = (from: number, to: number): OpenTimes => {
    if (table === undefined || from < table.from || to >= table.to) table = wider(calendar, table, from, to);
    return table;
  };
  return {
    worked: (from, to) => {
      if (to <= from) return 0;
      const times = covering(from, to);
      return workedUntil(times, to) - workedUntil(times, from);
    },
    after: (from, workedMs) => {
      for (let years = 0; ; years = years * 2 + 1) {
        const times = covering(from, from + Math.min(years, horizonYears) * 366 * dayMs);
        const at = reached(times, workedUntil(times, from) + workedMs);
        if (at !== undefined) return Math.max(from, at);
        if (years >= horizonYears) return times.to;
      }
    },
    split: (from, to) => (to > from ? pieces(covering(from, to), from, to) : []),
    isProvisional: (at) => known !== undefined && !known.has(Number(dateIn(new Date(at), calendar.zone).slice(0, 4))),
  };
}

interface Open {
  readonly from: number;
  readonly to: number;
}

/** Everything that is open, and the holidays, from the beginning of a year to the end of another. */
interface OpenTimes {
  readonly from: number;
  readonly to: number;
  /** In order, none touching the next; `before`: what was open before it. */
  readonly stretches: readonly (Open & { readonly before: number })[];
  readonly holidays: readonly (readonly [number, number])[];
}

const yearOf = (at: number): number => new Date(at).getUTCFullYear();

function wider(calendar: Calendar, table: OpenTimes | undefined, from: number, to: number): OpenTimes {
  const first = Math.min(yearOf(from), table === undefined ? Number.POSITIVE_INFINITY : yearOf(table.from));
  const last = Math.max(yearOf(to), table === undefined ? 0 : yearOf(table.to - 1));
  return openTimes(calendar, first, last);
}

function openTimes(calendar: Calendar, firstYear: number, lastYear: number): OpenTimes {
  const open: Open[] = [];
  const holidays: (readonly [number, number])[] = [];
  const dayOf = daysOf(calendar);
  const wallClock = wallClockOf(calendar.zone);
  // A shift of the last day of the year before may last into the year, and zones are up to 14 hours away.
  const firstDay = `${firstYear - 1}-12-29`;
  const days = daysBetween(firstDay, `${lastYear + 1}-01-04`);
  for (let n = 0; n < days; n += 1) {
    const date = addDays(firstDay, n);
    const { intervals, isHoliday } = dayOf(date);
    if (isHoliday) holidays.push([wallClock(date, 0), wallClock(date, 24 * 60)]);
    for (const [from, to] of intervals) add(open, wallClock(date, from), wallClock(date, to));
  }
  let sum = 0;
  const stretches = open.map(({ from, to }) => {
    const before = sum;
    sum += to - from;
    return { from, to, before };
  });
  return { from: Date.UTC(firstYear, 0), to: Date.UTC(lastYear + 1, 0), stretches, holidays };
}

/** Stretches that touch or overlap (a night shift that meets the morning's) are one. */
function add(open: Open[], from: number, to: number): void {
  if (to <= from) return;
  const last = open.at(-1);
  if (last === undefined || from > last.to) open.push({ from, to });
  else open[open.length - 1] = { from: last.from, to: Math.max(last.to, to) };
}

interface DayOf {
  readonly intervals: readonly (readonly [number, number])[];
  readonly isHoliday: boolean;
}

/** What a date has said by hand, else a holiday, else a make-up workday, else its weekday. */
function daysOf({ weekly, days = [], years = [] }: Calendar): (date: LocalDate) => DayOf {
  const inOrder = (intervals: readonly Interval[] = []) => intervals.map(minutesOf).toSorted(([a], [b]) => a - b);
  const byWeekday = weekdays.map((day) => inOrder(weekly[day]));
  const byHand = new Map(days.map(({ date, intervals }) => [date, inOrder(intervals)]));
  const closed = new Set(years.flatMap((year) => year.closed));
  const working = new Set(years.flatMap((year) => year.working));
  return (date) => {
    const own = byHand.get(date);
    if (own !== undefined) return { intervals: own, isHoliday: own.length === 0 };
    if (closed.has(date)) return { intervals: [], isHoliday: true };
    const weekday = working.has(date) ? 0 : (new Date(`${date}T00:00:00.000Z`).getUTCDay() + 6) % 7;
    // One of the seven.
    return { intervals: byWeekday[weekday] as DayOf['intervals'], isHoliday: false };
  };
}

/**
 * The instant of so many minutes after midnight of a date. Where the zone's offset is the same for three days, it is
 * plain arithmetic; else the clock is looked up: what the spring gap swallows is not open, and of the hour that autumn
 * repeats the first counts.
 */
function wallClockOf(zone: string): (date: LocalDate, minutes: number) => number {
  const offsets = new Map<number, number>();
  const offsetAt = (at: number): number => {
    const known = offsets.get(at) ?? tzOffset(zone, new Date(at)) * minuteMs;
    offsets.set(at, known);
    return known;
  };
  return (date, minutes) => {
    const midnight = Date.parse(`${date}T00:00:00.000Z`);
    const offset = offsetAt(midnight - dayMs);
    if (offset === offsetAt(midnight + dayMs) && offset === offsetAt(midnight + 3 * dayMs)) {
      return midnight + minutes * minuteMs - offset;
    }
    const day = addDays(date, Math.floor(minutes / (24 * 60)));
    return atTime(day, clockOf(minutes % (24 * 60)), zone).getTime();
  };
}

function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** How many at the beginning of a sorted list are so. */
function countOf<T>(sorted: readonly T[], isSo: (each: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    // Below `high`, so there is one.
    if (isSo(sorted[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What was open from the table's beginning until an instant. */
function workedUntil({ stretches }: OpenTimes, at: number): number {
  const last = stretches[countOf(stretches, ({ from }) => from <= at) - 1];
  return last === undefined ? 0 : last.before + Math.min(at, last.to) - last.from;
}

/** The first instant until which so much was open; undefined behind the table's end. */
function reached({ stretches, to }: OpenTimes, total: number): number | undefined {
  const last =
    stretches[
      Math.max(
        1,
        countOf(stretches, ({ before }) => before < total),
      ) - 1
    ];
  if (last === undefined) return undefined;
  const at = last.from + total - last.before;
  return at <= last.to && at < to ? at : undefined;
}

function pieces({ stretches, holidays }: OpenTimes, from: number, to: number): Piece[] {
  const first = countOf(stretches, (each) => each.to <= from);
  const found: Piece[] = [];
  let at = from;
  for (const each of stretches.slice(
    first,
    countOf(stretches, ({ from: start }) => start < to),
  )) {
    const start = Math.max(from, each.from);
    const end = Math.min(to, each.to);
    if (start > at) found.push(...closedPieces(holidays, at, start));
    found.push({ from: start, to: end, kind: 'counted' });
    at = end;
  }
  if (at < to) found.push(...closedPieces(holidays, at, to));
  return found;
}

/** A holiday lasts from midnight to midnight, less what a shift of the day before has left open. */
function closedPieces(holidays: OpenTimes['holidays'], from: number, to: number): Piece[] {
  const found: Piece[] = [];
  let at = from;
  for (const [start, end] of holidays) {
    if (end <= at || start >= to) continue;
    if (start > at) found.push({ from: at, to: start, kind: 'offHours' });
    const until = Math.min(end, to);
    const last = found.at(-1);
    const begin = Math.max(start, at);
    if (last?.kind === 'holiday' && last.to === begin) found[found.length - 1] = { ...last, to: until };
    else found.push({ from: begin, to: until, kind: 'holiday' });
    at = until;
  }
  if (at < to) found.push({ from: at, to, kind: 'offHours' });
  return found;
}
