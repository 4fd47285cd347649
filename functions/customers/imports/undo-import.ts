import { undoBegun } from '#domain/customers/import.ts';
import { onBehalfOf } from '#domain/shared/on-behalf.ts';
import { importUndoStarted } from '#events/customers.ts';
import { route } from '#functions/http/contract.ts';
import { putImport, readProgress } from '#store/customers-imports.ts';
import { readOwnImport, toImportView } from './import-access.ts';
import { undoImportContract } from './import-contracts.ts';

export const undoImport = route(undoImportContract, async ({ params }, caller, world) => {
  const before = await readOwnImport(world.table, caller, params.id);
  const job = undoBegun(before, onBehalfOf(caller), world.now);
  const event = world.event(importUndoStarted, job.id, { importId: job.id });
  return world.commit(
    [putImport(job, [event])],
    toImportView(job, await readProgress(world.table, job.id, true), caller),
  );
});
