import { searchSnapshotOrdered } from '#events/customers.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { persons } from '#functions/http/persons.ts';
import type { World } from '#functions/http/world.ts';
import { orderRest } from './search/search-order.ts';
import { renewSnapshot } from './search/search-renewal.ts';
import { type Snapshots, snapshotsInS3 } from './search/search-snapshots.ts';

interface SearchWorld extends World {
  readonly snapshots: Snapshots;
}

/** Writes the snapshot anew. Done twice it comes to the same, so it needs no row of its own. */
export const handler = subscription<typeof searchSnapshotOrdered, SearchWorld>(
  {
    context: 'customers',
    name: 'on-search-snapshot-ordered',
    events: [searchSnapshotOrdered],
    dedupe: false,
    means: { persons },
    extend: (world) => ({ ...world, snapshots: snapshotsInS3(world.used) }),
  },
  async (_event, { table, now, snapshots }) => {
    const { isWhole } = await renewSnapshot(table, snapshots, now);
    if (!isWhole) await orderRest(table, now);
  },
);
