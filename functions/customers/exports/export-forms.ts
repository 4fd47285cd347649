import { writeXlsxStream } from 'hucre/xlsx';
import { type ExportFormat, toRow, toTitles, type Words } from '#domain/customers/export.ts';
import { toCell } from '#domain/customers/import-cells.ts';
import { toCard } from '#domain/customers/vcard-text.ts';
import type { CustomerView } from '#domain/customers/view.ts';
import { csvLine } from '../imports/import-report.ts';

interface File {
  readonly body: Buffer;
  readonly contentType: string;
}

export async function fileOf(format: ExportFormat, views: readonly CustomerView[], words: Words): Promise<File> {
  switch (format) {
    case 'csv':
      return {
        body: Buffer.from(`\uFEFF${tableOf(views, words).map(csvLine).join('')}`),
        contentType: 'text/csv; charset=utf-8',
      };
    case 'xlsx':
      return {
        body: await workbookOf(tableOf(views, words)),
        contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      };
    case 'ndjson':
      return {
        body: Buffer.from(views.map((view) => `${JSON.stringify(view)}\n`).join('')),
        contentType: 'application/x-ndjson',
      };
    case 'vcard':
      return { body: Buffer.from(views.map(toCard).join('')), contentType: 'text/vcard; charset=utf-8' };
  }
}

/** The first row names the columns. */
function tableOf(views: readonly CustomerView[], words: Words): string[][] {
  return [toTitles(words), ...views.map((view) => toRow(view, words))];
}

/** Every cell is text: a phone or a number of a customer is none to calculate with, and loses no leading zero. */
async function workbookOf(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const cells = rows.map((row) => row.map(toCell));
  for await (const piece of writeXlsxStream(cells, { name: 'customers' })) pieces.push(piece);
  return Buffer.concat(pieces);
}
