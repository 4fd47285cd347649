import { newImport } from '#domain/customers/import.ts';
import { onBehalfOf } from '#domain/shared/on-behalf.ts';
import { route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { putImport, readProgress } from '#store/customers-imports.ts';
import { toImportView } from './import-access.ts';
import { createImportContract } from './import-contracts.ts';
import { fileKeys } from './import-keys.ts';

/** A large file over a slow line takes its time. */
const uploadSeconds = 3600;

export const createImport = route(createImportContract, async ({ body }, caller, world: FilesWorld) => {
  const id = world.newId('imp');
  const job = newImport(body, { id, importer: onBehalfOf(caller), now: world.now });
  const url = await world.files.uploadLink(fileKeys.upload(id), body.bytes, uploadSeconds);
  const expiresAt = new Date(world.now.getTime() + uploadSeconds * 1000).toISOString();
  const view = toImportView(job, await readProgress(world.table, id), caller);
  return world.commit([putImport(job)], { ...view, upload: { url, method: 'PUT', expiresAt } as const });
});
