import { handOver } from '#domain/contracts/rules.ts';
import { ownerChangeSubscription } from '#functions/batch/owner-change.ts';
import { putContract, readContract, readOpenContractsOf } from '#store/contracts.ts';
import { newsOf } from './news.ts';

export const handler = ownerChangeSubscription('contracts', {
  openOf: readOpenContractsOf,
  handOver: async (world, id, { fromOwnerId, toOwnerId, actorId }) => {
    const before = await readContract(world.table, id);
    if (before === undefined || before.ownerId !== fromOwnerId) return [];
    if (before.state !== 'running' && before.state !== 'draft') return [];
    const outcome = handOver(before, toOwnerId, { actorId, now: world.now });
    return [putContract(outcome.contract, { version: before.version }, await newsOf(outcome, world))];
  },
});
