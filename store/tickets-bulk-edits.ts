import { BulkEdit } from '#domain/tickets/bulk-edit.ts';
import { bulkEditRows, forgottenAt } from './bulk-edits.ts';
import type { Table, Write } from './table.ts';

const { jobKey, ...rows } = bulkEditRows('tickets');
export const { addBulkProgress, putBulkPart, putChanged, readBulkPart, readBulkParts, readBulkProgress, readChanged } =
  rows;

/** Consistent: a worker may be quicker than the replicas. */
export async function readBulkEdit(table: Table, id: string): Promise<BulkEdit | undefined> {
  const item = await table.get(jobKey(id), { consistent: true });
  return item === undefined ? undefined : BulkEdit.parse(item);
}

export function putBulkEdit(job: BulkEdit): Write {
  return { op: 'put', key: jobKey(job.id), item: { ...job }, expect: 'absent', expiresAt: forgottenAt(job) };
}
