import type { Import } from '#domain/customers/import.ts';
import { distinctHeaders } from '#domain/customers/import-fields.ts';
import type { Files } from '#functions/http/files.ts';
import { openCsv, openCsvHead } from './import-csv.ts';
import { fileKeys } from './import-keys.ts';
import { type Sheet, type SheetRow, UnreadableFile } from './import-sheet.ts';
import { openVcard } from './import-vcard.ts';
import { openXlsx } from './import-xlsx.ts';

/** The whole file, which is the one that was there when the import was started. */
export async function openFile(files: Files, { id, etag, format, importer }: Import): Promise<Sheet> {
  const key = fileKeys.upload(id);
  const stream = async () => {
    const found = await files.stream(key);
    if (found === undefined || found.etag !== etag) throw new UnreadableFile('customers.import-file-changed');
    return found.body;
  };
  if (format === 'xlsx') return openXlsx(await gatheredFrom(await stream()));
  if (format === 'vcard') return openVcard(stream, importer.locale);
  return openCsv(stream);
}

async function gatheredFrom(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

const headBytes = 256 * 1024;

/** A character must not be cut through, or it would be of another encoding. */
function wholeLines(head: Uint8Array, bytes: number): Uint8Array {
  return bytes <= headBytes ? head : head.subarray(0, head.lastIndexOf(0x0a) + 1);
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** As much of an uploaded file as shows its columns; undefined while it is not there. */
export async function openHead(files: Files, { id, bytes, format, importer }: Import): Promise<Sheet | undefined> {
  // A workbook has its table of contents at its end: it is read whole.
  const head = await files.read(fileKeys.upload(id), format === 'xlsx' ? undefined : headBytes);
  if (head === undefined) return undefined;
  if (format === 'xlsx') return openXlsx(head);
  if (format === 'vcard') return openVcard(async () => piecesOf(wholeLines(head, bytes)), importer.locale);
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
