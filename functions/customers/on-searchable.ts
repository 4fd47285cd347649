import { searchableEvents } from '#events/customers-consumed.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { putChange } from '#store/customers-search.ts';
import { orderSnapshot } from './search/search-order.ts';

/** Fields that are searched, or that decide who finds the customer. */
const searched: ReadonlySet<string> = new Set([
  ...['name', 'tags', 'mainContact', 'contacts', 'ownerId', 'departmentId', 'collaboratorIds', 'deletedAt', 'number'],
]);

/** Notes who changed, for the search to look at him again: 1 WRU. A repeat notes him once more, which does no harm. */
export const handler = subscription(
  { context: 'customers', name: 'on-searchable', events: searchableEvents, dedupe: false },
  async (event, { table, now }) => {
    if (!isSearched(event)) return;
    // The note first: a snapshot that is ordered already will then find it, and else one is ordered.
    await table.commit([putChange(event.detail.customerId, event.id, now)]);
    await orderSnapshot(table, now);
  },
);

function isSearched({ detail }: Consumed<object>): boolean {
  return !('fields' in detail) || (detail.fields as readonly string[]).some((field) => searched.has(field));
}
