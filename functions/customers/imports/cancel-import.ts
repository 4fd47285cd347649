import { cancelled } from '#domain/customers/import.ts';
import { route } from '#functions/http/contract.ts';
import { putImport, readProgress } from '#store/customers-imports.ts';
import { readOwnImport, toImportView } from './import-access.ts';
import { cancelImportContract } from './import-contracts.ts';

export const cancelImport = route(cancelImportContract, async ({ params }, caller, world) => {
  const job = cancelled(await readOwnImport(world.table, caller, params.id), world.now);
  return world.commit([putImport(job)], toImportView(job, await readProgress(world.table, job.id, true), caller));
});
