import { Cron } from 'croner';

const minute = 60_000;
const units = { minute, hour: 60 * minute, day: 24 * 60 * minute } as const;

/** Local time fields of an instant in a zone; formatters are kept because making one costs more than using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * The first instant after `after` (both in epoch milliseconds) at which EventBridge Scheduler runs the expression, or
 * undefined when there is none. AWS counts a rate from the schedule's creation; here it falls on whole minutes, hours
 * and days in UTC, so that a run does not depend on when the system was started.
 */
export function nextRun(expression: string, zone: string, after: number): number | undefined {
  const [, kind = '', inner = ''] = /^(rate|at|cron)\((.+)\)$/.exec(expression.trim()) ?? [];
  switch (kind) {
    case 'rate':
      return nextOfRate(inner, after);
    case 'at': {
      const instant = toInstant(inner, zone);
      return instant > after ? instant : undefined;
    }
    case 'cron':
      return nextOfCron(inner.trim().split(/\s+/), zone, after);
    default:
      throw new Error(`'${expression}' is no schedule expression`);
  }
}

function nextOfRate(rate: string, after: number): number {
  const [, count = '', unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(rate) ?? [];
  const size = units[unit as keyof typeof units];
  if (size === undefined || Number(count) === 0) throw new Error(`'rate(${rate})' is no rate`);
  const step = Number(count) * size;
  return (Math.floor(after / step) + 1) * step;
}

function nextOfCron(fields: readonly string[], zone: string, after: number): number | undefined {
  if (fields.length !== 6) throw new Error(`cron needs six fields, not '${fields.join(' ')}'`);
  const cron = new Cron(`0 ${fields.join(' ')}`, {
    timezone: zone,
    mode: '7-part',
    alternativeWeekdays: true,
    domAndDow: true,
    sloppyRanges: true,
    paused: true,
  });
  const [minutes = '', hours = ''] = fields;
  let next = cron.nextRun(new Date(after));
  // Scheduler skips a local time that does not exist in the spring gap, croner moves it.
  while (next && !isAsked(localTime(next.getTime(), zone), hours, minutes)) next = cron.nextRun(next);
  return next?.getTime();
}

function isAsked(local: string, hours: string, minutes: string): boolean {
  const [hour, minuteOfHour] = local.slice(11, 16).split(':').map(Number);
  return [
    [hours, hour],
    [minutes, minuteOfHour],
  ].every(([field, value]) => !/^\d+$/.test(String(field)) || Number(field) === value);
}

/** The instant of a local time; one that the zone skips is taken an hour earlier. */
function toInstant(local: string, zone: string): number {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) throw new Error(`'at(${local})' is no local time`);
  const offset = (instant: number): number => Date.parse(`${localTime(instant, zone)}Z`) - instant;
  return asUtc - offset(asUtc - offset(asUtc));
}

function localTime(instant: number, zone: string): string {
  const formatter =
    formatters.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' });
  formatters.set(zone, formatter);
  return formatter.format(instant).replace(' ', 'T');
}
