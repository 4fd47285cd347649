import { readCustomerOrBinned } from '#store/customers.ts';
import { recount } from '#store/customers-census.ts';
import { readMerge } from '#store/customers-merges.ts';
import { type Table, withConsistentReads } from '#store/table.ts';
import type { News } from './news.ts';

/**
 * Takes completeness, tags and the queue for verification to what a customer is now. It depends on no order: what was
 * counted of him stands beside him, and only the difference is added.
 */
export async function countAnew(table: Table, { customerId, refId, isCounted }: News): Promise<void> {
  if (isCounted !== true) return;
  const current = withConsistentReads(table);
  for (const id of [customerId, ...(await othersIn(current, refId))]) {
    const customer = await readCustomerOrBinned(current, id);
    // The old id of one who was merged gives the survivor, who is counted under his own.
    const writes = await recount(table, id, customer?.id === id ? customer : undefined);
    if (writes.length > 0) await table.commit(writes);
  }
}

/** Those who went up in the customer, or came back. */
async function othersIn(table: Table, refId: string): Promise<readonly string[]> {
  if (!refId.startsWith('mrg_')) return [];
  return (await readMerge(table, refId))?.loserIds ?? [];
}
