import { fieldWords } from '#domain/customers/import-fields.ts';
import { type CardProperty, cardFields, cellsOf, propertyIn } from '#domain/customers/vcard.ts';
import type { Locale } from '#domain/shared/locale.ts';
import { decodedText } from './import-csv.ts';
import { recordBytesMax, type Sheet, type SheetRow, UnreadableFile } from './import-sheet.ts';

type Stream = () => Promise<AsyncIterable<Uint8Array>>;

/** Address books write one file of many cards, of version 2.1, 3.0 or 4.0: a card is a row, with its number. */
export function openVcard(stream: Stream, locale: Locale): Sheet {
  return { rows: async () => rowsOf(await decodedText(stream), locale) };
}

async function* rowsOf(text: AsyncIterable<string>, locale: Locale): AsyncGenerator<SheetRow> {
  let card: CardProperty[] | undefined;
  let [row, size] = [0, 0];
  for await (const property of propertiesIn(linesIn(text))) {
    if (property.name === 'BEGIN') {
      if (row === 0) yield { row, cells: cardFields.map((field) => fieldWords[field][locale]) };
      [card, row, size] = [[], row + 1, 0];
    }
    size += property.value.length;
    if (size > recordBytesMax) throw new UnreadableFile('customers.import-unreadable', row);
    if (property.name === 'END' && card !== undefined) {
      const cells = cellsOf(card);
      yield { row, cells: cardFields.map((field) => cells[field] ?? '') };
      card = undefined;
    }
    card?.push(property);
  }
  if (row === 0) throw new UnreadableFile('customers.import-not-vcard');
  // A card that does not end may lack what stood behind.
  if (card !== undefined) throw new UnreadableFile('customers.import-not-vcard', row);
}

/** Lines that were folded are one again; of a property that is not read nothing is kept. */
async function* propertiesIn(lines: AsyncIterable<string>): AsyncGenerator<CardProperty> {
  let open: ReturnType<typeof propertyIn>;
  for await (const line of lines) {
    const isSoft = open !== undefined && isQuotedPrintable(open.parameters) && open.value.endsWith('=');
    if (open !== undefined && (isSoft || /^[ \t]/.test(line))) {
      const value = isSoft ? open.value.slice(0, -1) + line : open.value + line.slice(1);
      if (value.length > recordBytesMax) throw new UnreadableFile('customers.import-unreadable');
      open = { ...open, value };
    } else {
      if (open !== undefined) yield decoded(open);
      open = /^[ \t]/.test(line) ? undefined : propertyIn(line);
    }
  }
  if (open !== undefined) yield decoded(open);
}

function isQuotedPrintable(parameters: readonly string[]): boolean {
  return parameters.some((each) => /^(ENCODING=)?QUOTED-PRINTABLE$/i.test(each));
}

/** Version 2.1 writes what is not ASCII as its bytes. */
function decoded({ parameters, ...property }: NonNullable<ReturnType<typeof propertyIn>>): CardProperty {
  if (!isQuotedPrintable(parameters)) return property;
  const charset = parameters.map((each) => /^CHARSET=(.+)$/i.exec(each)?.[1]).find((each) => each !== undefined);
  const bytes = property.value.replaceAll(/=([0-9A-F]{2})|([^=])/gi, (found, hex: string | undefined) =>
    hex === undefined
      ? [...Buffer.from(found)].map((byte) => String.fromCharCode(byte)).join('')
      : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return { ...property, value: decoderOf(charset).decode(Buffer.from(bytes, 'latin1')) };
}

function decoderOf(charset = 'utf-8') {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

/** A line longer than any row may be is cut there: it is a picture, which is not read. */
async function* linesIn(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split(/\r?\n/);
    rest = lines.pop() ?? '';
    if (rest.length > recordBytesMax) rest = rest.slice(0, recordBytesMax);
    yield* lines;
  }
  if (rest !== '') yield rest;
}
