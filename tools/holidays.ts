import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Holidays from 'date-holidays';
import { addDays } from '#domain/shared/time.ts';
import type { HolidayTable } from '#domain/tickets/holidays.ts';

/**
 * Public holidays of every country, and China's make-up workdays, as small as a function may carry: written to
 * domain/tickets/holidays.json (`node tools/holidays.ts`). China's come from `chinese-days`, which knows what the State
 * Council has published; the other countries' are computed by `date-holidays` from their laws.
 */
export const holidaysFile = 'domain/tickets/holidays.json';

const dayMs = 86_400_000;

/** `*` are the days that every year has; each year has its others. */
export function countryOf(code: string, years: readonly number[]): Record<string, string> {
  const calendar = new Holidays(code);
  const byYear = new Map(years.map((year) => [String(year), closedIn(calendar, year)]));
  const [first = [], ...others] = byYear.values();
  const always = first.filter((day) => others.every((days) => days.includes(day)));
  const ofYear = [...byYear].map(([year, days]) => [year, days.filter((day) => !always.includes(day)).join('')]);
  return { '*': always.join(''), ...Object.fromEntries(ofYear) };
}

/** Whole days only: what begins at noon closes no calendar. `1225` is 25 December. */
function closedIn(calendar: Holidays, year: number): string[] {
  const days = new Set<string>();
  for (const { date, start, end, type } of calendar.getHolidays(year)) {
    if (type !== 'public' || !date.includes(' 00:00')) continue;
    const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs));
    for (let day = 0; day < length; day += 1) {
      const local = addDays(date.slice(0, 10), day);
      if (local.startsWith(String(year))) days.add(short(local));
    }
  }
  return [...days].toSorted();
}

interface Published {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

/** Each published year: the days off, and the days at a weekend on which one works. */
export function china(firstYear: number): HolidayTable['china'] {
  const file = createRequire(import.meta.url).resolve('chinese-days/dist/chinese-days.json');
  const { holidays, workdays } = JSON.parse(readFileSync(file, 'utf8')) as Published;
  const years = [...new Set(Object.keys(holidays).map((date) => Number(date.slice(0, 4))))].toSorted();
  const of = (dates: Published['holidays'], year: number): string =>
    Object.keys(dates)
      .filter((date) => date.startsWith(`${year}-`))
      .toSorted()
      .map(short)
      .join('');
  const table = years
    .filter((year) => year >= firstYear)
    .map((year) => [year, [of(holidays, year), of(workdays, year)]]);
  return Object.fromEntries(table);
}

const short = (date: string): string => date.slice(5, 7) + date.slice(8, 10);

export const years = Array.from({ length: 11 }, (_, n) => 2025 + n);

function holidayTable(): HolidayTable {
  const codes = Object.keys(new Holidays().getCountries()).filter((code) => code !== 'CN');
  return {
    sources: {
      china: 'chinese-days, MIT',
      countries: 'date-holidays, data CC BY-SA 3.0, https://github.com/commenthol/date-holidays',
    },
    china: china(2024),
    countries: Object.fromEntries(codes.toSorted().map((code) => [code, countryOf(code, years)])),
  };
}

if (import.meta.main) writeFileSync(holidaysFile, `${JSON.stringify(holidayTable())}\n`);
