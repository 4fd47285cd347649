import { TZDate } from '@date-fns/tz';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atTime, dateIn, hourMs, minuteMs } from '#domain/shared/time.ts';
import { alwaysOpen, type Calendar, type Interval, minutesOf, weekdays } from '#domain/tickets/calendar.ts';
import { CalendarInput } from '#domain/tickets/calendar-input.ts';
import { holidaysOf, isCountry } from '#domain/tickets/holidays.ts';
import { hoursOf } from '#domain/tickets/hours.ts';
import { calendarOf, office, shanghai } from './calendars.ts';

const hours = hoursOf(shanghai);
const at = (local: string, zone = 'Asia/Shanghai') => atTime(local.slice(0, 10), local.slice(11), zone).getTime();
const due = (from: string, workedHours: number) => {
  const instant = hours.after(at(from), workedHours * hourMs);
  return new TZDate(instant, 'Asia/Shanghai').toISOString().slice(0, 16);
};

describe('office hours in China (Monday to Friday 09:00 to 12:00, 13:30 to 18:00)', () => {
  test.each([
    ['inside a morning', '2026-11-23T09:30', 2, '2026-11-23T11:30'],
    ['over the lunch break', '2026-11-23T11:00', 2, '2026-11-23T14:30'],
    ['used up exactly at noon: due then, not at half past one', '2026-11-23T09:00', 3, '2026-11-23T12:00'],
    ['used up exactly at closing time: due then, not the next morning', '2026-11-23T09:00', 7.5, '2026-11-23T18:00'],
    ['over night', '2026-11-23T17:00', 2, '2026-11-24T10:00'],
    ['over a weekend', '2026-11-20T17:00', 2, '2026-11-23T10:00'],
    ['from the middle of a weekend', '2026-11-21T15:00', 1, '2026-11-23T10:00'],
    [
      'over the National Day holidays, with the make-up Saturday',
      '2026-09-30T17:00',
      1 + 7.5 * 2 + 1,
      '2026-10-10T10:00',
    ],
    ['on a make-up Sunday, which has Monday’s hours', '2026-09-19T10:00', 7.5, '2026-09-20T18:00'],
  ])('%s', (_, from, workedHours, expected) => {
    expect(due(from, workedHours)).toBe(expected);
  });

  test('nothing is used up outside hours, on a holiday, or backwards', () => {
    expect(hours.worked(at('2026-10-01T00:00'), at('2026-10-08T00:00'))).toBe(0);
    expect(hours.worked(at('2026-11-23T12:00'), at('2026-11-23T13:30'))).toBe(0);
    expect(hours.worked(at('2026-11-24T12:00'), at('2026-11-23T09:00'))).toBe(0);
  });

  test('what counts, what is closed and what is a holiday follow each other without gap', () => {
    const from = at('2026-09-30T17:00');
    const to = at('2026-10-08T10:00');
    expect(hours.split(from, to)).toEqual([
      { from, to: at('2026-09-30T18:00'), kind: 'counted' },
      { from: at('2026-09-30T18:00'), to: at('2026-10-01T00:00'), kind: 'offHours' },
      { from: at('2026-10-01T00:00'), to: at('2026-10-08T00:00'), kind: 'holiday' },
      { from: at('2026-10-08T00:00'), to: at('2026-10-08T09:00'), kind: 'offHours' },
      { from: at('2026-10-08T09:00'), to, kind: 'counted' },
    ]);
  });

  test('a year that is not published has no holidays and says that it is provisional', () => {
    expect(hours.isProvisional(at('2026-12-31T23:59'))).toBe(false);
    expect(hours.isProvisional(at('2027-01-01T00:00'))).toBe(true);
    expect(hoursOf(alwaysOpen).isProvisional(at('2027-01-01T00:00'))).toBe(false);
  });

  test('a day by hand goes before the holiday and before the make-up workday', () => {
    const days = [
      { date: '2026-10-02', intervals: [['10:00', '11:00']] as [string, string][] },
      { date: '2026-10-10', intervals: [] },
    ];
    const byHand = hoursOf(calendarOf({ holidays: 'CN', days }));
    expect(byHand.worked(at('2026-10-02T00:00'), at('2026-10-03T00:00'))).toBe(hourMs);
    expect(byHand.split(at('2026-10-10T00:00'), at('2026-10-11T00:00')).map(({ kind }) => kind)).toEqual(['holiday']);
  });
});

describe('hours of other kinds', () => {
  test('a night shift belongs to the day on which it begins, also into a holiday', () => {
    const night = hoursOf(calendarOf({ weekly: { wed: [['22:00', '06:00']] }, holidays: 'CN' }));
    expect(night.worked(at('2026-09-30T00:00'), at('2026-10-02T00:00'))).toBe(8 * hourMs);
    expect(night.split(at('2026-10-01T05:00'), at('2026-10-01T07:00')).map(({ kind }) => kind)).toEqual([
      'counted',
      'holiday',
    ]);
  });

  test('a day may last to its end, and the next begin where it ends', () => {
    const long = hoursOf(calendarOf({ weekly: { mon: [['20:00', '24:00']], tue: [['00:00', '02:00']] } }));
    expect(long.split(at('2026-11-23T21:00'), at('2026-11-24T03:00')).map(({ kind }) => kind)).toEqual([
      'counted',
      'offHours',
    ]);
  });

  test('another country’s holidays', () => {
    const german = hoursOf(calendarOf({ zone: 'Europe/Berlin', holidays: 'DE' }));
    const goodFriday = at('2027-03-26T10:00', 'Europe/Berlin');
    expect(german.after(goodFriday, hourMs)).toBe(at('2027-03-30T10:00', 'Europe/Berlin'));
  });

  test.each([
    ['spring, which takes an hour from the night shift', '2026-03-28', 7],
    ['autumn, which gives it one', '2026-10-24', 9],
    ['any other night', '2026-11-07', 8],
  ])('the clock changes in %s', (_, saturday, counted) => {
    const night = hoursOf(calendarOf({ zone: 'Europe/Berlin', weekly: { sat: [['22:00', '06:00']] } }));
    const from = at(`${saturday}T00:00`, 'Europe/Berlin');
    expect(night.worked(from, from + 48 * hourMs)).toBe(counted * hourMs);
  });

  test('what the spring gap swallows is not open', () => {
    const gap = hoursOf(calendarOf({ zone: 'Europe/Berlin', weekly: { sun: [['02:00', '03:00']] } }));
    expect(gap.worked(at('2026-03-29T00:00', 'Europe/Berlin'), at('2026-03-30T00:00', 'Europe/Berlin'))).toBe(0);
  });

  test('a target that a calendar hardly opens for ends somewhere', () => {
    const rare = hoursOf(calendarOf({ weekly: { mon: [['09:00', '10:00']] } }));
    expect(new Date(rare.after(at('2026-11-23T09:00'), 9000 * hourMs)).getUTCFullYear()).toBe(2067);
    const never = hoursOf({ ...calendarOf({}), weekly: {} });
    expect(new Date(never.after(at('2026-11-23T09:00'), 1)).getUTCFullYear()).toBe(2067);
    expect(never.split(0, 1)).toEqual([{ from: 0, to: 1, kind: 'offHours' }]);
  });

  test('nothing is used up before a year’s first opening', () => {
    const mondays = hoursOf(calendarOf({ weekly: { mon: [['09:00', '10:00']] } }));
    expect(mondays.worked(at('2027-01-01T08:00'), at('2027-01-04T09:00'))).toBe(0);
    expect(mondays.worked(at('2027-01-01T08:00'), at('2027-01-04T09:30'))).toBe(30 * minuteMs);
  });
});

/** Between 04:00 and midnight no zone changes its clock. */
const interval = fc
  .tuple(fc.integer({ min: 16, max: 95 }), fc.integer({ min: 1, max: 60 }))
  .map(([quarter, length]): Interval => {
    const end = quarter + length;
    return [clock(quarter), clock(end <= 96 ? end : Math.max(16, end - 96))];
  });
const clock = (quarter: number) =>
  `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
const weekly = fc
  .record(Object.fromEntries(weekdays.map((day) => [day, fc.option(interval, { nil: undefined })])))
  .map((days) => Object.fromEntries(Object.entries(days).flatMap(([day, one]) => (one ? [[day, [one]]] : []))))
  .filter((days) => CalendarInput.shape.weekly.safeParse(days).success);
const zones = fc.constantFrom(
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
);
const calendars = fc.record({ weekly, zone: zones }).map((each) => calendarOf(each));
const instants = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });

/** Said by the wall clock alone: whether the local minute lies in an interval of this day or of the one before. */
function isOpen({ weekly, zone }: Calendar, instant: number): boolean {
  const local = new TZDate(instant, zone);
  const minute = local.getHours() * 60 + local.getMinutes();
  const intervalsOf = (day: number) => (weekly[weekdays[(day + 6) % 7] ?? 'mon'] ?? []).map(minutesOf);
  const today = intervalsOf(local.getDay());
  const yesterday = intervalsOf(local.getDay() + 6);
  return today.some(([from, to]) => from <= minute && minute < to) || yesterday.some(([, to]) => minute + 24 * 60 < to);
}

describe('whatever the calendar', () => {
  test('what has been worked is what the wall clock shows as open, minute by minute', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 8 * 24 * 4 }), (each, start, quarters) => {
        const from = Math.floor(start / (15 * minuteMs)) * 15 * minuteMs;
        const to = from + quarters * 15 * minuteMs;
        let open = 0;
        for (let instant = from; instant < to; instant += 15 * minuteMs) open += isOpen(each, instant) ? 1 : 0;
        expect(hoursOf(each).worked(from, to)).toBe(open * 15 * minuteMs);
      }),
      { numRuns: 60 },
    );
  });

  test('after so much work just so much has been worked, and not a millisecond before', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 300 * hourMs }), (each, from, workedMs) => {
        const of = hoursOf(each);
        const until = of.after(from, workedMs);
        expect(of.worked(from, until)).toBe(workedMs);
        expect(of.worked(from, until - 1)).toBe(workedMs - 1);
      }),
      { numRuns: 50 },
    );
  });

  test('its pieces cover the interval without gap, and those that count add up to what was worked', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 30 * 24 * hourMs }), (each, from, length) => {
        const of = hoursOf({ ...each, holidays: 'CN', years: holidaysOf('CN', 2026, 2026) as never });
        const found = of.split(from, from + length);
        expect(found[0]?.from).toBe(from);
        expect(found.at(-1)?.to).toBe(from + length);
        for (const [i, piece] of found.entries()) {
          expect(piece.to).toBeGreaterThan(piece.from);
          expect(found[i + 1]?.from ?? piece.to).toBe(piece.to);
          expect(found[i + 1]?.kind).not.toBe(piece.kind);
        }
        const counted = found.filter(({ kind }) => kind === 'counted');
        expect(counted.reduce((sum, piece) => sum + piece.to - piece.from, 0)).toBe(of.worked(from, from + length));
      }),
      { numRuns: 50 },
    );
  });

  test('it does not matter in which order its years are asked for', () => {
    fc.assert(
      fc.property(
        calendars,
        fc.array(fc.integer({ min: 2020, max: 2032 }), { maxLength: 6 }),
        instants,
        (each, asked, from) => {
          const used = hoursOf(each);
          for (const year of asked) used.worked(Date.UTC(year, 5), Date.UTC(year, 7));
          expect(used.after(from, 40 * hourMs)).toBe(hoursOf(each).after(from, 40 * hourMs));
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('a calendar is refused', () => {
  const refusals = (input: unknown) =>
    CalendarInput.safeParse(input).error?.issues.map(({ path, message }) => [path.join('/'), message]);
  test.each([
    ['without any open time', { weekly: {} }, 'weekly', 'tickets.calendar-never-open'],
    ['with half an hour a week', { weekly: { mon: [['09:00', '09:30']] } }, 'weekly', 'tickets.calendar-never-open'],
    ['in a zone that nobody knows', { zone: 'Asia/Nowhere' }, 'zone', 'shared.zone'],
    ['that opens at 24:00', { weekly: { mon: [['24:00', '06:00']] } }, 'weekly/mon/0/0', 'tickets.interval-start'],
    ['that closes at 25:00', { weekly: { mon: [['09:00', '25:00']] } }, 'weekly/mon/0/1', 'tickets.interval-end'],
    ['that closes when it opens', { weekly: { mon: [['09:00', '09:00']] } }, 'weekly/mon/0', 'tickets.interval-empty'],
    [
      'that is open twice at once',
      {
        weekly: {
          mon: [
            ['09:00', '12:00'],
            ['11:00', '13:00'],
          ],
        },
      },
      'weekly/mon',
      'tickets.intervals-overlap',
    ],
    [
      'that says a day twice',
      {
        days: [
          { date: '2026-10-01', intervals: [] },
          { date: '2026-10-01', intervals: [] },
        ],
      },
      'days',
      'tickets.day-twice',
    ],
    ['with holidays of no country', { holidays: 'cn' }, 'holidays', 'tickets.country-code'],
  ])('%s', (_, part, path, code) => {
    expect(refusals({ zone: 'Asia/Shanghai', weekly: office, ...part })).toEqual([[path, code]]);
  });
});

test('dates are the zone’s: Christmas ends at midnight in Auckland', () => {
  const zone = 'Pacific/Auckland';
  const there = hoursOf(
    calendarOf({ zone, weekly: { fri: [['00:00', '24:00']], sat: [['00:00', '24:00']] }, holidays: 'NZ' }),
  );
  const christmas = at('2026-12-25T12:00', zone);
  expect(dateIn(new Date(christmas), zone)).toBe('2026-12-25');
  expect(there.worked(christmas, christmas + 24 * hourMs)).toBe(0);
});

describe('the known holidays', () => {
  test('are of China and of every other country that has a code, by year', () => {
    expect(['CN', 'DE', 'HK', 'XX', 'cn', 'toString'].map(isCountry)).toEqual([true, true, true, false, false, false]);
    expect(holidaysOf('XX', 2026, 2027)).toEqual([]);
    expect(holidaysOf('DE', 1990, 1991)).toEqual([]);
  });

  test('of a country whose days move each year are those of the year alone', () => {
    const days = (year: number) => holidaysOf('HK', year, year).flatMap(({ closed }) => closed);
    expect(days(2026)).toContain('2026-02-17');
    expect(days(2027)).toContain('2027-02-06');
    expect(days(2027)).not.toContain('2027-02-17');
  });
});
