import { type CsvError, type Options, parse } from 'csv-parse';
import { recordBytesMax, type Sheet, type SheetRow, UnreadableFile } from './import-sheet.ts';

/** Bytes in which the encoding's mark and the header stand. */
const headBytes = 64 * 1024;

type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';

/** A CSV as spreadsheets in China and elsewhere write it: its encoding and separator are found out. */
export async function openCsv(stream: () => Promise<AsyncIterable<Uint8Array>>): Promise<Sheet> {
  const encoding = await encodingOf(await stream());
  const text = async () => decoded(await stream(), encoding);
  const delimiter = delimiterOf(await headOf(await text()));
  return { rows: async () => rowsOf(await text(), delimiter) };
}

/** The text of a file in whichever of the encodings it is. */
export async function decodedText(stream: () => Promise<AsyncIterable<Uint8Array>>): Promise<AsyncIterable<string>> {
  const encoding = await encodingOf(await stream());
  return decoded(await stream(), encoding);
}

/** The beginning alone, as far as it was read: what is cut off at its end is no fault. */
export async function openCsvHead(bytes: Uint8Array, isWhole: boolean): Promise<Sheet> {
  const encoding = markOf(bytes) ?? (isUtf8(bytes, isWhole) ? 'utf-8' : 'gb18030');
  const text = new TextDecoder(encoding).decode(bytes, { stream: !isWhole });
  const lines = isWhole ? text : text.slice(0, Math.max(text.lastIndexOf('\n'), 0) || text.length);
  return { rows: async () => rowsOf([lines], delimiterOf(text)) };
}

function markOf(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return undefined;
}

function isUtf8(bytes: Uint8Array, isWhole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}

/** What is valid UTF-8 to its last byte is UTF-8; else it is GB18030, which Excel writes in China. */
async function encodingOf(stream: AsyncIterable<Uint8Array>): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  try {
    for await (const chunk of stream) {
      if (isFirst && markOf(chunk) === 'utf-16le') return 'utf-16le';
      isFirst = false;
      decoder.decode(chunk, { stream: true });
    }
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'gb18030';
    throw error;
  }
}

async function* decoded(stream: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of stream) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function headOf(text: AsyncIterable<string>): Promise<string> {
  let head = '';
  for await (const chunk of text) {
    head += chunk;
    if (head.length >= headBytes) break;
  }
  return head;
}

/** Which of the separators is most in the first line, outside of quotes. */
function delimiterOf(head: string): string {
  const counts = new Map<string, number>([
    [',', 0],
    [';', 0],
    ['\t', 0],
  ]);
  let isQuoted = false;
  for (const character of head) {
    if (character === '"') isQuoted = !isQuoted;
    if (!isQuoted && (character === '\n' || character === '\r')) break;
    const before = isQuoted ? undefined : counts.get(character);
    if (before !== undefined) counts.set(character, before + 1);
  }
  const [[best] = [',']] = [...counts].toSorted((a, b) => b[1] - a[1]);
  return best;
}

/** Its rows with the numbers that a spreadsheet shows: the header is row 1. */
async function* rowsOf(text: AsyncIterable<string> | Iterable<string>, delimiter: string): AsyncGenerator<SheetRow> {
  const options: Options = {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: recordBytesMax,
  };
  const parser = parse(options);
  const feeding = feed(parser, text);
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      yield { row, cells };
    }
    await feeding;
  } catch (error) {
    if (isCsvError(error)) throw new UnreadableFile('customers.import-unreadable', recordOf(error), { cause: error });
    throw error;
  } finally {
    parser.destroy();
    await feeding.catch(() => undefined);
  }
}

/** At the parser's pace, so that no more of the file is in memory than is worked on. */
async function feed(parser: ReturnType<typeof parse>, text: AsyncIterable<string> | Iterable<string>): Promise<void> {
  for await (const chunk of text) {
    if (parser.destroyed) return;
    if (!parser.write(chunk)) await drained(parser);
  }
  parser.end();
}

function drained(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      parser.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    parser.on('drain', done).on('close', done).on('error', done);
  });
}

/** The row that could not be read; rows before it may still be on their way. */
function recordOf(error: CsvError): number {
  return Number((error as { readonly records?: unknown }).records ?? 0) + 1;
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}
