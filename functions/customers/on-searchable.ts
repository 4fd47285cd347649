import { searchableEvents } from '#events/customers-consumed.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { putChanges } from '#store/customers-search.ts';
import { orderSnapshot } from './search/search-order.ts';

/** Fields that are searched, or that decide who finds the customer. */
const searched: ReadonlySet<string> = new Set([
  ...['name', 'tags', 'mainContact', 'contacts', 'ownerId', 'departmentId', 'collaboratorIds', 'deletedAt', 'number'],
]);

/** Notes who changed, for the search to look at them again. A repeat notes them once more, which does no harm. */
export const handler = subscription(
  {
    context: 'customers',
    name: 'on-searchable',
    events: searchableEvents,
    dedupe: false,
    inBulk: async (events, world) => {
      await note(events.filter(isSearched), world);
      return [];
    },
  },
  (event, world) => note([event].filter(isSearched), world),
);

type Named = Consumed<{ readonly customerId: string }>;

async function note(events: readonly Named[], { table, now }: Pick<World, 'table' | 'now'>): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const ids = new Set(events.map(({ detail }) => detail.customerId));
  // The note first: a snapshot that is ordered already will then find it, and else one is ordered.
  await table.commit([putChanges([...ids], first.id, now)]);
  await orderSnapshot(table, now);
}

function isSearched({ detail }: Consumed<object>): boolean {
  return !('fields' in detail) || (detail.fields as readonly string[]).some((field) => searched.has(field));
}
