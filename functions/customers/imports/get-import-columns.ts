import { fieldColumns } from '#domain/customers/field-text.ts';
import type { Import } from '#domain/customers/import.ts';
import { suggestMapping } from '#domain/customers/import-fields.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import type { Files, FilesWorld } from '#functions/http/files.ts';
import { readFields } from '#store/customers-fields.ts';
import { readOwnImport } from './import-access.ts';
import { getImportColumnsContract } from './import-contracts.ts';
import { openHead, readSheet } from './import-file.ts';
import { UnreadableFile } from './import-sheet.ts';

const samples = 3;

export const getImportColumns = route(getImportColumnsContract, async ({ params }, caller, world: FilesWorld) => {
  const job = await readOwnImport(world.table, caller, params.id);
  const { headers, first } = await readColumns(world.files, job);
  const fields = suggestMapping(headers, fieldColumns(await readFields(world.table)));
  const columns = headers.map((header, i) => ({
    header,
    field: fields[header] ?? null,
    sample: first.map((cells) => cells[i] ?? '').filter((cell) => cell !== ''),
  }));
  return { columns };
});

/** The headers of the uploaded file and its first rows; what is wrong with it already here is told at once. */
export async function readColumns(files: Files, job: Import) {
  const head = await openHead(files, job).catch(refused);
  if (head === undefined) throw new DomainError('conflict', 'customers.import-not-uploaded');
  const { headers, rows } = await readSheet(head).catch(refused);
  const first: (readonly string[])[] = [];
  try {
    for await (const { cells } of rows) {
      first.push(cells);
      if (first.length === samples) break;
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
  }
  return { headers, first };
}

function refused(error: unknown): never {
  if (error instanceof UnreadableFile) throw new DomainError('invalid', error.code, { row: error.row });
  throw error;
}
