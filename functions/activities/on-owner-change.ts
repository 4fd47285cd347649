import { handOver } from '#domain/activities/follow-up.ts';
import { ownerChangeSubscription } from '#functions/batch/owner-change.ts';
import { putFollowUp, readFollowUp, readOpenFollowUpsOf } from '#store/activities.ts';
import { changed } from './change-follow-up.ts';

export const handler = ownerChangeSubscription('activities', {
  openOf: readOpenFollowUpsOf,
  handOver: async (world, id, { fromOwnerId, toOwnerId, actorId }) => {
    const before = await readFollowUp(world.table, id);
    if (before?.state !== 'open' || before.ownerId !== fromOwnerId) return [];
    const after = handOver(before, toOwnerId, actorId, world.now);
    return [putFollowUp(after, { version: before.version }, [changed(after, world)])];
  },
});
