import type { BulkEdit } from '#domain/customers/bulk-edit.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { BulkProgress } from '#store/bulk-edits.ts';
import { readBulkEdit } from '#store/customers-bulk-edits.ts';
import type { Table } from '#store/table.ts';

/** A bulk edit is there for whoever asked for it, and for the admin. */
export async function readOwnBulkEdit(table: Table, caller: Caller, id: string): Promise<BulkEdit> {
  const job = await readBulkEdit(table, id);
  if (job === undefined || (job.createdBy !== caller.memberId && caller.role !== 'admin')) {
    throw new DomainError('missing', 'customers.bulk-edit-not-found');
  }
  return job;
}

export function toBulkEditView(job: BulkEdit, { changed, unchanged, refused }: BulkProgress) {
  const { requester: _, cursor: __, parts: ___, ...view } = job;
  return { ...view, counts: { total: changed + unchanged + refused, changed, unchanged, refused } };
}
