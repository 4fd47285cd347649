import type { AccessExport } from '#domain/customers/access-export.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { readAccessExport } from '#store/customers-access-exports.ts';
import { linkTo } from '../file-link.ts';
import { getAccessExportContract } from './access-export-contracts.ts';

export function accessFileKey({ id }: Pick<AccessExport, 'id'>, format: string): string {
  return `exports/${id}/person.${format}`;
}

export function toAccessExportView({ requester: _, files: __, emailKeys: ___, ...view }: AccessExport) {
  return view;
}

/** It was made with the rights of one member, and is there for him alone, as long as he has those rights. */
export const getAccessExport = route(getAccessExportContract, async ({ params }, caller, world: FilesWorld) => {
  const job = await readAccessExport(world.table, params.id);
  const isHis = job?.createdBy === caller.memberId && job.requester.role === caller.role;
  if (job === undefined || !isHis || job.requester.departmentId !== caller.departmentId) {
    throw new DomainError('missing', 'customers.export-not-found');
  }
  if (job.state !== 'completed') return toAccessExportView(job);
  const files = await Promise.all(
    job.files.map(async (facts) => {
      const fileName = `${job.contactId}.${facts.format}`;
      return { ...facts, ...(await linkTo(world, accessFileKey(job, facts.format), fileName)) };
    }),
  );
  return { ...toAccessExportView(job), files };
});
