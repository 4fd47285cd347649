import type { LocalDate } from '../shared/time.ts';
import table from './holidays.json' with { type: 'json' };

/** As tools/holidays.ts makes it. Days are written `MMDD`, one after the other. */
export interface HolidayTable {
  readonly sources: { readonly china: string; readonly countries: string };
  /** Days off and make-up workdays (调休) of each year that has been published. */
  readonly china: Readonly<Record<string, readonly string[]>>;
  /** `*`: in each year. */
  readonly countries: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A year whose holidays are known. */
export interface HolidayYear {
  readonly year: number;
  readonly closed: readonly LocalDate[];
  /** Days at a weekend on which one works as on a Monday. */
  readonly working: readonly LocalDate[];
}

const holidays: HolidayTable = table;

export function isCountry(code: string): boolean {
  return code === 'CN' || Object.hasOwn(holidays.countries, code);
}

/** What is known of a country's years, from one year on. China publishes each year at the end of the one before. */
export function holidaysOf(country: string, firstYear: number, lastYear: number): HolidayYear[] {
  const rule = holidays.countries[country];
  return Array.from({ length: lastYear - firstYear + 1 }, (_, n) => firstYear + n).flatMap((year) => {
    if (country === 'CN') {
      const [closed, ...working] = holidays.china[year] ?? [];
      return closed === undefined ? [] : [{ year, closed: days(year, closed), working: days(year, working.join('')) }];
    }
    const own = rule?.[year];
    return own === undefined ? [] : [{ year, closed: days(year, [own, rule?.['*']].join('')), working: [] }];
  });
}

function days(year: number, written: string): LocalDate[] {
  return Array.from(written.matchAll(/\d{4}/g), ([day]) => `${year}-${day.slice(0, 2)}-${day.slice(2)}`).toSorted();
}
