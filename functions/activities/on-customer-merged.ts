import { left, woken } from '#domain/activities/silence.ts';
import { customerMerged, customerUnmerged, mergeSettled } from '#events/customers.ts';
import { carryMerge, type Movable } from '#functions/batch/carry-merge.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { putFollowUp, readFollowUp, readFollowUpIdsOf } from '#store/activities.ts';
import {
  putInteraction,
  readInteraction,
  readInteractionIdsOf,
  readLastInteractionAt,
} from '#store/activities-interactions.ts';
import { putSilence, readSilence } from '#store/activities-silence.ts';
import type { MergeWay } from '#store/customers-merges.ts';
import { type Table, withConsistentReads } from '#store/table.ts';

/** Follow-ups and interactions go to the customer who remains; nobody is told of the silence of one who is no more. */
export const handler = subscription(
  { context: 'activities', name: 'on-customer-merged', events: [customerMerged, mergeSettled, customerUnmerged] },
  ({ detail, at }, world) =>
    carryMerge(world, 'activities', detail.mergeId, [followUps, interactions], (merge, survivorId) =>
      keepSilences(withConsistentReads(world.table), merge, survivorId, { at, now: world.now }),
    ),
);

const followUps: Movable = {
  owns: (id) => id.startsWith('fol_'),
  idsOf: readFollowUpIdsOf,
  read: async (table, id) => {
    const row = await readFollowUp(table, id);
    if (row === undefined) return undefined;
    return {
      customerId: row.customerId,
      mark: row.updatedAt,
      movedTo: (customerId) =>
        putFollowUp({ ...row, customerId, version: row.version + 1 }, { version: row.version }, []),
    };
  },
};

const interactions: Movable = {
  owns: (id) => id.startsWith('int_'),
  idsOf: readInteractionIdsOf,
  read: async (table, id) => {
    const row = await readInteraction(table, id);
    if (row === undefined) return undefined;
    return {
      customerId: row.customerId,
      mark: row.updatedAt,
      movedTo: (customerId) =>
        putInteraction({ ...row, customerId, version: row.version + 1 }, { version: row.version }, []),
    };
  },
};

interface Moment {
  readonly at: string;
  readonly now: Date;
}

/** Of each the later instant decides, as with the bin. The survivor's silence ends where another was talked with. */
async function keepSilences(table: Table, way: MergeWay, survivorId: string, { at, now }: Moment): Promise<void> {
  const to = way.direction === 'merged' ? 'deleted' : 'back';
  for (const loserId of way.loserIds) {
    const before = await readSilence(table, loserId);
    if (before === undefined || (before.gone === undefined) === (to === 'back')) continue;
    await table.commit([putSilence(left(before, loserId, to, at, now), { version: before.version })]);
  }
  const [silence, last] = await Promise.all([readSilence(table, survivorId), readLastInteractionAt(table, survivorId)]);
  const begun = last === undefined ? undefined : woken(silence, last, now);
  if (silence !== undefined && begun !== undefined) {
    await table.commit([putSilence(begun, { version: silence.version })]);
  }
}
