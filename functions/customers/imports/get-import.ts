import { route } from '#functions/http/contract.ts';
import { readProgress } from '#store/customers-imports.ts';
import { readOwnImport, toImportView } from './import-access.ts';
import { getImportContract } from './import-contracts.ts';

export const getImport = route(getImportContract, async ({ params }, caller, { table }) => {
  const job = await readOwnImport(table, caller, params.id);
  return toImportView(job, await readProgress(table, params.id, true), caller);
});
