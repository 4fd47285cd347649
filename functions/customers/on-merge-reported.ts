import type * as z from 'zod';
import { directionOf, type Merge } from '#domain/customers/merge.ts';
import { mergeReported } from '#events/customers.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { putMerge, readMerge } from '#store/customers-merges.ts';
import { StaleWrite, withConsistentReads } from '#store/table.ts';
import { closeUnmerge } from './merges/close-unmerge.ts';
import { wakesAt } from './merges/merge-ledger.ts';

/** All six may report at once. */
const attemptsMax = 8;

/** Keeps the ledger: the merge is over, or taken back, when everybody has reported. Numbers are whole, so a repeat changes nothing. */
export const handler = subscription(
  {
    context: 'customers',
    name: 'on-merge-reported',
    events: [mergeReported],
    dedupe: false,
    together: ({ detail }) => detail.mergeId,
  },
  async ({ detail }, world) => {
    for (let tried = 1; ; tried += 1) {
      try {
        return await enter({ ...world, table: withConsistentReads(world.table) }, detail);
      } catch (error) {
        if (!(error instanceof StaleWrite) || tried === attemptsMax) throw error;
      }
    }
  },
);

type Report = z.output<(typeof mergeReported)['detail']>;

async function enter(world: World, { mergeId, context, direction, moved }: Report): Promise<void> {
  const merge = await readMerge(world.table, mergeId);
  // News of a merge that has been taken back since, or the other way round.
  if (merge === undefined || directionOf(merge) !== direction) return;
  const waitingFor = merge.waitingFor.filter((each) => each !== context);
  if (waitingFor.length === merge.waitingFor.length && merge.moved[context] === moved) return;
  const reported: Merge = {
    ...merge,
    waitingFor,
    moved: { ...merge.moved, [context]: moved },
    updatedAt: world.now.toISOString(),
    version: merge.version + 1,
  };
  const next = waitingFor.length > 0 || !merge.ownDone ? reported : await finished(world, reported);
  await world.table.commit([
    putMerge(next, { version: merge.version }, { wakesAt: next.ownDone ? wakesAt(next, world.now) : world.now }),
  ]);
}

async function finished(world: World, merge: Merge): Promise<Merge> {
  if (directionOf(merge) === 'merged') return { ...merge, state: 'completed' };
  if (merge.state === 'reverted') return merge;
  return { ...merge, state: 'reverted', kept: await closeUnmerge(world, merge) };
}
