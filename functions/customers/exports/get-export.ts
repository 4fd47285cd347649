import { type Export, rowsIn } from '#domain/customers/export.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { readExport } from '#store/customers-exports.ts';
import { linkTo } from '../file-link.ts';
import { getExportContract } from './export-contracts.ts';

export function exportKey({ id, format }: Export, file: number): string {
  return `exports/${id}/customers-${file + 1}.${format === 'vcard' ? 'vcf' : format}`;
}

export function toExportView(job: Export) {
  const { id, of, format, state, createdAt, createdBy, updatedAt, version } = job;
  return { id, of, format, state, rows: rowsIn(job), createdAt, createdBy, updatedAt, version };
}

/** It was made with the rights of one member, and is there for him alone, as long as he has those rights. */
export const getExport = route(getExportContract, async ({ params }, caller, world: FilesWorld) => {
  const job = await readExport(world.table, params.id);
  if (job?.createdBy !== caller.memberId || !isAsBefore(job, caller))
    throw new DomainError('missing', 'customers.export-not-found');
  if (job.state !== 'completed') return toExportView(job);
  const files = await Promise.all(
    job.files.map(async (facts, i) => {
      const key = exportKey(job, i);
      const fileName = key.slice(key.lastIndexOf('/') + 1);
      return { ...facts, ...(await linkTo(world, key, fileName)) };
    }),
  );
  return { ...toExportView(job), files };
});

function isAsBefore({ requester }: Export, { role, departmentId }: Caller): boolean {
  return requester.role === role && requester.departmentId === departmentId;
}
