import { columnOf, dateText, isDateFormat, numberText } from '#domain/customers/spreadsheet.ts';
import { recordBytesMax, type Sheet, type SheetRow, UnreadableFile } from './import-sheet.ts';
import { notXlsx, openPackage, type Package } from './xlsx-package.ts';

const megabyte = 1024 * 1024;
/** What is unpacked at most of the rows, of the texts that they share, and of any other part. */
const unpackedMax = { rows: 512 * megabyte, texts: 64 * megabyte, other: 8 * megabyte } as const;
/** As much text as a CSV may hold: a shared text may stand in every cell. */
const textMax = 500 * megabyte;
/** A cell of a spreadsheet holds no more. */
const cellMax = 32_767;
const columnsMax = 200;
const rowsMax = 1_048_576;

/**
 * The first sheet of a workbook as rows of text: of a formula its result, of a date its day. The packed file and the
 * texts that cells share are in memory; its rows pass through one piece at a time.
 */
export async function openXlsx(bytes: Uint8Array): Promise<Sheet> {
  const workbook = await openPackage(bytes);
  const { sheet, is1904 } = await findSheet(workbook);
  const [texts, dates] = [await sharedTexts(workbook), await dateStyles(workbook)];
  return { rows: async () => rowsOf(workbook, sheet, { texts, dates, is1904 }) };
}

async function findSheet(workbook: Package): Promise<{ readonly sheet: string; readonly is1904: boolean }> {
  let id: string | undefined;
  let is1904 = false;
  await whole(workbook, 'xl/workbook.xml', unpackedMax.other, (name, attributes) => {
    if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
    if (name === 'sheet') id ??= Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
  });
  let target: string | undefined;
  await whole(workbook, 'xl/_rels/workbook.xml.rels', unpackedMax.other, (name, { Id, Target }) => {
    if (name === 'Relationship' && Id === id) target = Target;
  });
  const sheet = target === undefined ? undefined : target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  return { sheet: sheet !== undefined && workbook.has(sheet) ? sheet : notXlsx(), is1904 };
}

/** How to say the texts of Chinese or Japanese words (`rPh`) is no part of them. */
async function sharedTexts(workbook: Package): Promise<readonly string[]> {
  const texts: string[] = [];
  if (!workbook.has('xl/sharedStrings.xml')) return texts;
  let [text, isText, isSpoken] = ['', false, false];
  const parsing = workbook.parse('xl/sharedStrings.xml', unpackedMax.texts, {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') isSpoken = true;
      isText = name === 't';
    },
    close: (name) => {
      if (name === 'si') texts.push(text);
      if (name === 'rPh') isSpoken = false;
      if (name === 't') isText = false;
    },
    text: (piece) => {
      if (isText && !isSpoken && text.length <= cellMax) text += piece;
    },
  });
  for await (const _ of parsing);
  return texts;
}

/** Of each style of cells, whether it shows a date. */
async function dateStyles(workbook: Package): Promise<readonly boolean[]> {
  const formats = new Map<number, string>();
  const styles: boolean[] = [];
  if (!workbook.has('xl/styles.xml')) return styles;
  let isOfCells = false;
  const open: Open = (name, { numFmtId, formatCode }) => {
    if (name === 'numFmt') formats.set(Number(numFmtId), formatCode ?? '');
    if (name === 'cellXfs') isOfCells = true;
    if (name === 'cellStyles' || name === 'dxfs') isOfCells = false;
    if (name === 'xf' && isOfCells) styles.push(isDateFormat(Number(numFmtId), formats.get(Number(numFmtId))));
  };
  await whole(workbook, 'xl/styles.xml', unpackedMax.other, open);
  return styles;
}

type Open = (name: string, attributes: Readonly<Record<string, string>>) => void;

async function whole(workbook: Package, name: string, most: number, open: Open): Promise<void> {
  for await (const _ of workbook.parse(name, most, { open, close: () => undefined }));
}

interface Known {
  readonly texts: readonly string[];
  readonly dates: readonly boolean[];
  readonly is1904: boolean;
}

interface Cell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  raw: string;
}

async function* rowsOf(workbook: Package, name: string, known: Known): AsyncGenerator<SheetRow> {
  let ready: SheetRow[] = [];
  let row = 0;
  let total = 0;
  let cells: string[] = [];
  let cell: Cell | undefined;
  let next = 0;
  let isValue = false;
  const parsing = workbook.parse(name, unpackedMax.rows, {
    open: (tag, { r = '', t = 'n', s = '' }) => {
      if (tag === 'row') {
        row = Math.max(row + 1, Math.min(Number(r) || 0, rowsMax));
        if (row > rowsMax) throw new UnreadableFile('customers.import-unpacked');
        [cells, next] = [[], 0];
      }
      if (tag === 'c') {
        cell = { column: columnOf(r) ?? next, type: t, style: Number(s), raw: '' };
        next = cell.column + 1;
      }
      isValue = cell !== undefined && (tag === 'v' || tag === 't');
    },
    close: (tag) => {
      if (tag === 'v' || tag === 't') isValue = false;
      if (tag === 'c' && cell !== undefined) {
        put(cells, cell, textOf(cell, known), row);
        cell = undefined;
      }
      if (tag === 'row') {
        total += sizeOf(cells, row);
        if (total > textMax) throw new UnreadableFile('customers.import-unpacked');
        ready.push({ row, cells });
        cells = [];
      }
    },
    text: (piece) => {
      if (isValue && cell !== undefined && cell.raw.length <= cellMax) cell.raw += piece;
    },
  });
  try {
    for await (const _ of parsing) {
      yield* ready;
      ready = [];
    }
  } catch (error) {
    // What stood before the fault shows the columns.
    yield* ready;
    throw error;
  }
}

/** Cells that only have a colour may reach to the last column: they are not there. */
function put(cells: string[], { column }: Cell, text: string, row: number): void {
  if (text === '') return;
  if (column >= columnsMax) throw new UnreadableFile('customers.import-too-many-columns', row);
  while (cells.length < column) cells.push('');
  cells[column] = text;
}

function sizeOf(cells: readonly string[], row: number): number {
  const size = cells.reduce((sum, text) => sum + text.length, 0);
  if (size > recordBytesMax) throw new UnreadableFile('customers.import-unreadable', row);
  return size;
}

/** An error (`#N/A`) is no value. */
function textOf({ type, style, raw }: Cell, { texts, dates, is1904 }: Known): string {
  switch (type) {
    case 's':
      return texts[Number(raw)] ?? '';
    case 'str':
    case 'inlineStr':
      return raw;
    case 'b':
      return raw === '1' ? 'TRUE' : 'FALSE';
    case 'd':
      return raw.replace(/T00:00:00(\.0+)?$/, '');
    case 'e':
      return '';
    default: {
      const value = Number(raw);
      if (raw === '' || Number.isNaN(value)) return raw;
      return (dates[style] === true ? dateText(value, is1904) : undefined) ?? numberText(value);
    }
  }
}
