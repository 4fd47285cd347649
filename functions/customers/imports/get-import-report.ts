import { assertState, type Import } from '#domain/customers/import.ts';
import { route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { linkTo } from '../file-link.ts';
import { readOwnImport } from './import-access.ts';
import { getKeptRowsContract, getRejectedRowsContract } from './import-contracts.ts';
import { fileKeys, type Report } from './import-keys.ts';

export const getRejectedRows = route(getRejectedRowsContract, async ({ params }, caller, world: FilesWorld) => {
  const job = await readOwnImport(world.table, caller, params.id);
  assertState(job, 'completed', 'cancelled', 'undoing', 'undone');
  return { files: await linked(job, 'rejected', job.rejectedFiles, world) };
});

export const getKeptRows = route(getKeptRowsContract, async ({ params }, caller, world: FilesWorld) => {
  const job = await readOwnImport(world.table, caller, params.id);
  assertState(job, 'undone');
  return { files: await linked(job, 'kept', job.keptFiles, world) };
});

function linked({ id, fileName }: Import, what: Report, rowsOfFiles: readonly number[] = [], world: FilesWorld) {
  const name = fileName.replace(/\.[^.]{1,5}$/, '');
  return Promise.all(
    rowsOfFiles.map(async (rows, i) => {
      const own = `${name} ${what}${rowsOfFiles.length > 1 ? ` ${i + 1}` : ''}.csv`;
      return { ...(await linkTo(world, fileKeys.reportFile(id, what, i), own)), rows };
    }),
  );
}
