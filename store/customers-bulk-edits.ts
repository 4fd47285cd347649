import { BulkEdit } from '#domain/customers/bulk-edit.ts';
import type { Event } from '#events/define.ts';
import { bulkEditRows, forgottenAt } from './bulk-edits.ts';
import type { Expect, Table, Write } from './table.ts';

const { jobKey, ...rows } = bulkEditRows('customers');
export const { addBulkProgress, putBulkPart, putChanged, readBulkPart, readBulkParts, readBulkProgress, readChanged } =
  rows;

/** Consistent: what a worker decides hangs on it. */
export async function readBulkEdit(table: Table, id: string): Promise<BulkEdit | undefined> {
  const item = await table.get(jobKey(id), { consistent: true });
  return item === undefined ? undefined : BulkEdit.parse(item);
}

export function putBulkEdit(job: BulkEdit, events: readonly Event[] = []): Write {
  const expect: Expect = job.version === 1 ? 'absent' : { version: job.version - 1 };
  return { op: 'put', key: jobKey(job.id), item: { ...job }, expect, events, expiresAt: forgottenAt(job) };
}
