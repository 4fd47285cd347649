import { crc32, deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';

type Cell = string | number | boolean | Date | null;

/** A workbook as a spreadsheet writes it: shared texts, dates as numbers with a style. */
export async function workbook(rows: readonly (readonly Cell[])[], formulas: Record<string, string> = {}) {
  const cells = new Map(Object.entries(formulas).map(([at, formula]) => [at, { formula }]));
  return Buffer.from(await writeXlsx({ sheets: [{ name: '客户', rows: rows.map((row) => [...row]), cells }] }));
}

/** A workbook of hand-made XML. `claimed` is what the archive says of the size of its rows. */
export function rawWorkbook(sheetData: string, { claimed, texts }: { claimed?: number; texts?: string } = {}): Buffer {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zip([
    [
      'xl/workbook.xml',
      `<x:workbook xmlns:x="m" xmlns:r="${rels}"><x:sheets><x:sheet name="a" r:id="rId1"/></x:sheets></x:workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    ],
    ...(texts === undefined ? [] : ([['xl/sharedStrings.xml', `<sst ${main}>${texts}</sst>`]] as const)),
    ['xl/worksheets/sheet1.xml', `<worksheet ${main}><sheetData>${sheetData}</sheetData></worksheet>`, claimed],
  ]);
}

type Part = readonly [name: string, text: string, claimed?: number | undefined];

function zip(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  for (const [name, text, claimed] of parts) {
    const packed = deflateRawSync(text);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(text), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(claimed ?? Buffer.byteLength(text), 18);
    facts.writeUInt16LE(name.length, 22);
    const at = locals.reduce((sum, { length }) => sum + length, 0);
    locals.push(Buffer.from('PK\u0003\u0004'), facts, Buffer.from(name), packed);
    const [head, tail] = [Buffer.alloc(6), Buffer.alloc(14)];
    head.write('PK\u0001\u0002');
    head.writeUInt16LE(20, 4);
    tail.writeUInt32LE(at, 10);
    central.push(head, facts, tail, Buffer.from(name));
  }
  const end = Buffer.alloc(22);
  const [before, list] = [Buffer.concat(locals), Buffer.concat(central)];
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(before.length, 16);
  return Buffer.concat([before, list, end]);
}
