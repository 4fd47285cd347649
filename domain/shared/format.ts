import type { Locale } from './locale.ts';
import type { LocalDate } from './time.ts';

/** An instant as its reader says it: `23 November 2026 at 09:00`, `2026年11月23日 09:00`. Intl knows all that is local. */
export function formatInstant(instant: string, locale: Locale, zone: string): string {
  return formatter(locale, zone, true).format(new Date(instant));
}

/** A calendar date, which is the same everywhere. */
export function formatDate(date: LocalDate, locale: Locale): string {
  return formatter(locale, 'UTC', false).format(new Date(`${date}T00:00:00Z`));
}

/** One formatter takes longer to make than a thousand dates to format. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: Locale, timeZone: string, hasTime: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${hasTime}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    timeZone,
    dateStyle: 'long',
    ...(hasTime ? { timeStyle: 'short' as const } : {}),
    hourCycle: 'h23',
  });
  formatters.set(key, made);
  return made;
}
