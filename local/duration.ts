/** An ISO 8601 duration, its parts as they were written. */
export interface Duration {
  readonly months: number;
  readonly days: number;
  readonly ms: number;
}

const form =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const second = 1000;
const day = 24 * 60 * 60 * second;

/** Undefined when the text is no duration. */
export function toDuration(text: string): Duration | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return {
    months: years * 12 + months,
    days: weeks * 7 + days,
    ms: Math.round((hours * 3600 + minutes * 60 + seconds) * second),
  };
}

/** Months move by the calendar (UTC) and end on the last day of a month that is shorter: 31 January + P1M is 28 February. */
export function addDuration(instant: number, { months, days, ms }: Duration): number {
  const from = new Date(instant);
  const first = new Date(instant);
  first.setUTCDate(1);
  first.setUTCMonth(from.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return first.getTime() + days * day + ms;
}
