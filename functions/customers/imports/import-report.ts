import type { Import } from '#domain/customers/import.ts';
import { toCell } from '#domain/customers/import-cells.ts';
import type { Locale } from '#domain/shared/locale.ts';
import type { Files } from '#functions/http/files.ts';
import { fileKeys, type Report } from './import-keys.ts';

/** A row that was not entered (or not taken back), and all that is wrong with it. */
export interface Reported {
  readonly row: number;
  readonly cells: readonly string[];
  readonly problems: readonly Problem[];
}

export interface Problem {
  readonly column: string;
  readonly value: string;
  readonly code: string;
  readonly hint: string;
}

/** Begin so that no mapping takes them for a field: the file can be corrected and imported as it is. */
const headers: Readonly<Record<Locale, readonly string[]>> = {
  'zh-CN': ['※行号', '※问题列', '※问题值', '※错误代码', '※提示'],
  en: ['※row', '※column', '※value', '※code', '※hint'],
};

/** Of a report that is imported again, what it said the last time is left out. */
function isReportColumn(header: string): boolean {
  return header.startsWith('※');
}

/** Memory for one file; with a million rejected rows there are twenty. */
const rowsInFile = 50_000;

/** Puts the parts' reports together; answers how many rows each file holds. */
export async function writeReport(
  files: Files,
  { id, columns = [], importer }: Import,
  what: Report,
  parts: readonly number[],
): Promise<number[]> {
  const written: number[] = [];
  const own = columns.flatMap((header, i) => (isReportColumn(header) ? [] : [i]));
  const titles = own.map((i) => columns[i] ?? '');
  let lines: string[] = [];
  const flush = async (): Promise<void> => {
    if (lines.length === 0) return;
    const text = `\uFEFF${[csvLine([...titles, ...headers[importer.locale]]), ...lines].join('')}`;
    await files.put(fileKeys.reportFile(id, what, written.length), text, 'text/csv; charset=utf-8');
    written.push(lines.length);
    lines = [];
  };
  for (const part of parts) {
    const bytes = await files.read(fileKeys.report(id, what, part));
    if (bytes === undefined) throw new Error(`The report of part ${part} of ${id} is not there.`);
    const reported = JSON.parse(Buffer.from(bytes).toString()) as readonly Reported[];
    for (const each of reported) {
      lines.push(lineOf(each, own));
      if (lines.length === rowsInFile) await flush();
    }
  }
  await flush();
  return written;
}

function lineOf({ row, cells, problems }: Reported, columns: readonly number[]): string {
  const own = columns.map((i) => cells[i] ?? '');
  const joined = (name: keyof Problem) =>
    [...new Set(problems.map((each) => each[name]))].filter((each) => each !== '').join('; ');
  return csvLine([...own, String(row), joined('column'), joined('value'), joined('code'), joined('hint')]);
}

/** RFC 4180, and harmless in a spreadsheet. */
export function csvLine(cells: readonly string[]): string {
  return `${cells
    .map((cell) => {
      const safe = toCell(cell);
      return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    })
    .join(',')}\r\n`;
}
