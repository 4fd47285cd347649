/** What a cell of an XLSX workbook says, as text. A serial date counts days; which cells are dates, their format says. */

const secondsOfDay = 86_400;
/** 1970-01-01 as a serial date. */
const unixEpoch = 25_569;
/** Workbooks of the date system of 1904 begin so many days later. */
const days1904 = 1462;
/** 9999-12-31, the last that a spreadsheet knows. */
const serialMax = 2_958_466;

/** `2026-03-09`, `2026-03-09 08:30`, or `08:30` for a time alone; undefined for a number that is no date. */
export function dateText(serial: number, is1904: boolean): string | undefined {
  const days = is1904 ? serial + days1904 : serial;
  if (!(days >= 0 && days < serialMax)) return undefined;
  if (!is1904 && days < 1) return timeText(Math.round(days * secondsOfDay) % secondsOfDay);
  // Lotus thought 1900 a leap year, and every spreadsheet since has a 1900-02-29 of the number 60.
  const shift = !is1904 && days < 60 ? 1 : 0;
  const seconds = Math.round((days + shift - unixEpoch) * secondsOfDay);
  const date = new Date(seconds * 1000).toISOString().slice(0, 10);
  const time = ((seconds % secondsOfDay) + secondsOfDay) % secondsOfDay;
  return time === 0 ? date : `${date} ${timeText(time)}`;
}

function timeText(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return [hours, minutes, ...(rest === 0 ? [] : [rest])].map((n) => String(n).padStart(2, '0')).join(':');
}

/** Formats of dates and times that need no definition; 27 to 36 and 50 to 58 are those of China, Japan and Korea. */
const builtIn: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtIn.some(([from, to]) => id >= from && id <= to);
  const plain = code.replaceAll(/"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '');
  return /[ymdhs]/i.test(plain.replaceAll(/general/gi, ''));
}

/** As a spreadsheet shows it: with fifteen digits, which hides what binary fractions add, and without an exponent. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(15)));
}

/** `AB12` is in column 27; undefined where the reference says no column. */
export function columnOf(reference: string): number | undefined {
  const [, letters] = /^([A-Z]{1,3})\d*$/.exec(reference) ?? [];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
