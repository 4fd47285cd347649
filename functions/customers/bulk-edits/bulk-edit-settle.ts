import { endOf, moved } from '#domain/customers/bulk-edit.ts';
import { bulkEditCompleted } from '#events/customers.ts';
import type { World } from '#functions/http/world.ts';
import { putBulkEdit, readBulkEdit, readBulkProgress } from '#store/customers-bulk-edits.ts';
import { StaleWrite } from '#store/table.ts';

/** Whoever closes the last part closes the bulk edit. May be asked any time, and twice. */
export async function settleBulkEdit(bulkEditId: string, world: World): Promise<void> {
  for (;;) {
    const job = await readBulkEdit(world.table, bulkEditId);
    if (job === undefined) return;
    const { parts, changed, unchanged, refused } = await readBulkProgress(world.table, bulkEditId);
    const state = endOf(job, parts);
    if (state === undefined) return;
    const detail = { bulkEditId, state, memberId: job.createdBy, selected: job.selected, changed, unchanged, refused };
    const event = world.event(bulkEditCompleted, bulkEditId, detail);
    try {
      return await world.table.commit([putBulkEdit(moved(job, { state }, world.now), [event])]);
    } catch (error) {
      // Another came to the same end, or somebody cancelled it in between: looked at once more.
      if (!(error instanceof StaleWrite)) throw error;
    }
  }
}
