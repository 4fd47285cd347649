import type { Import } from '#domain/customers/import.ts';
import { distinctHeaders } from '#domain/customers/import-fields.ts';
import type { Files } from '#functions/http/files.ts';
import { openCsv, openCsvHead } from './import-csv.ts';
import { type Sheet, type SheetRow, UnreadableFile } from './import-sheet.ts';

/** Where what belongs to an import lies in the bucket. */
export const fileKeys = {
  upload: (id: string) => `imports/${id}/file`,
  part: (id: string, part: number) => `imports/${id}/parts/${part}.json`,
  report: (id: string, what: Report, part: number) => `imports/${id}/${what}/${part}.json`,
  reportFile: (id: string, what: Report, file: number) => `imports/${id}/${what}-${file}.csv`,
} as const;

/** Rows that were not entered, or not taken back. */
export type Report = 'rejected' | 'kept';

/** The whole file, which is the one that was there when the import was started. */
export async function openFile(files: Files, { id, etag }: Import): Promise<Sheet> {
  const key = fileKeys.upload(id);
  const stream = async () => {
    const found = await files.stream(key);
    if (found === undefined || found.etag !== etag) throw new UnreadableFile('customers.import-file-changed');
    return found.body;
  };
  return openCsv(stream);
}

const headBytes = 256 * 1024;

/** As much of an uploaded file as shows its columns; undefined while it is not there. */
export async function openHead(files: Files, { id, bytes }: Import): Promise<Sheet | undefined> {
  const head = await files.read(fileKeys.upload(id), headBytes);
  if (head === undefined) return undefined;
  return openCsvHead(head, bytes <= headBytes);
}

export interface Table {
  readonly headers: readonly string[];
  /** Without the empty ones. */
  readonly rows: AsyncIterable<SheetRow>;
}

const columnsMax = 200;

/** The first row that is not empty names the columns. */
export async function readSheet(sheet: Sheet): Promise<Table> {
  const all = (await sheet.rows())[Symbol.asyncIterator]();
  for (;;) {
    const next = await all.next();
    if (next.done === true) throw new UnreadableFile('customers.import-empty');
    if (isEmpty(next.value)) continue;
    const { cells, row } = next.value;
    if (cells.length > columnsMax) throw new UnreadableFile('customers.import-too-many-columns', row);
    return { headers: distinctHeaders(cells), rows: filled(all) };
  }
}

async function* filled(all: AsyncIterator<SheetRow>): AsyncGenerator<SheetRow> {
  try {
    for (let next = await all.next(); next.done !== true; next = await all.next()) {
      if (!isEmpty(next.value)) yield next.value;
    }
  } finally {
    await all.return?.();
  }
}

function isEmpty({ cells }: SheetRow): boolean {
  return cells.every((cell) => cell.trim() === '');
}
