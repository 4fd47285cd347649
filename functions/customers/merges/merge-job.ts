import { directionOf, type Merge } from '#domain/customers/merge.ts';
import { mergeSettled } from '#events/customers.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { copiesMissing } from '#store/customers-copies.ts';
import { type Digest, digestWith } from '#store/customers-matching.ts';
import { putMerge, readMoved, readSnapshots, toMerge } from '#store/customers-merges.ts';
import type { Item, Write } from '#store/table.ts';
import { withConsistentReads } from '#store/table.ts';
import { forget } from './close-unmerge.ts';
import { newsOf, wakesAt } from './merge-ledger.ts';
import { packed, type Unit, unitsOf } from './merge-rows.ts';
import { unitsBack } from './unmerge-rows.ts';

/** Rows of one customer read at a time, and parts done in one run: thousands of rows a minute. */
const rowsAtOnce = 200;
const partsMax = 25;
/** How often the others are asked again before a person must look. */
const attemptsMax = 6;

/**
 * Goes on with a merge of many rows, asks again who has not reported, and looks once more for what was on its way when
 * it began. Each part is a transaction of its own and finds only what is left, so a run that breaks off is run again.
 */
export async function continueMerge(item: Item, world: World): Promise<Write[]> {
  const before = toMerge(item);
  const { isDone, moved } = isWaiting(before) ? { isDone: true, moved: 0 } : await moveOwn(world, before);
  if (before.state === 'reverted' && isDone) await forget(world.table, before);
  const next = { ...before, ...afterRun(before, isDone), version: before.version + 1 };
  const counted = directionOf(next) === 'merged' ? withMoved(next, moved) : next;
  return [
    putMerge(
      counted,
      { version: before.version },
      { events: newsAfter(world, before, counted), wakesAt: wakesAt(counted, world.now) },
    ),
  ];
}

function isWaiting({ ownDone, waitingFor }: Merge): boolean {
  return ownDone && waitingFor.length > 0;
}

function afterRun(merge: Merge, isDone: boolean): Partial<Merge> {
  if (!merge.ownDone) return { ownDone: isDone };
  if (!isWaiting(merge)) return { settled: isDone };
  const attempts = merge.attempts + 1;
  // A merge that is being taken back stays so: late reports still belong to that.
  return attempts > attemptsMax && merge.state === 'running' ? { attempts, state: 'failed' } : { attempts };
}

function withMoved(merge: Merge, more: number): Merge {
  return { ...merge, moved: { ...merge.moved, customers: (merge.moved['customers'] ?? 0) + more } };
}

function newsAfter(world: World, before: Merge, { id: mergeId, survivorId: customerId, ownDone, state }: Merge) {
  if (!ownDone || state === 'failed') return [];
  if (!before.ownDone) return [newsOf(world, before)];
  return [world.event(mergeSettled, customerId, { mergeId, customerId })];
}

/** What is left of the customers' own rows, part by part. */
async function moveOwn(world: World, merge: Merge): Promise<{ readonly isDone: boolean; readonly moved: number }> {
  const digest = digestWith((await world.secrets()).matching);
  let moved = 0;
  for (let part = 0; part < partsMax; part += 1) {
    const units = await (directionOf(merge) === 'merged'
      ? unitsLeft(world, digest, merge)
      : unitsLeftBack(world, digest, merge));
    if (units.length === 0) return { isDone: true, moved };
    for (const writes of packed(merge, merge.survivorId, units)) await world.table.commit(writes);
    moved += units.filter((unit) => unit.moved !== undefined).length;
  }
  return { isDone: false, moved };
}

async function unitsLeft(world: World, digest: Digest, merge: Merge): Promise<Unit[]> {
  const table = withConsistentReads(world.table);
  const survivor = await readCustomerOrBinned(table, merge.survivorId);
  if (survivor === undefined) return [];
  const was = await readSnapshots(table, merge);
  const losers = merge.loserIds.flatMap((id) => was.get(id)?.customer ?? []);
  const units = await Promise.all(
    losers.map((loser) =>
      unitsOf(table, digest, loser, { from: loser.id, to: survivor.id, now: world.now }, rowsAtOnce),
    ),
  );
  const copies = await copiesMissing(table, survivor);
  return [...copies.map((write) => ({ writes: [write] })), ...units.flat()];
}

async function unitsLeftBack(world: World, digest: Digest, merge: Merge): Promise<Unit[]> {
  const table = withConsistentReads(world.table);
  const ids = [merge.survivorId, ...merge.loserIds];
  const customers = (await Promise.all(ids.map((id) => readCustomerOrBinned(table, id)))).filter(
    (each, i) => each?.id === ids[i],
  );
  const there = customers.filter((each) => each !== undefined);
  const losers = there.filter(({ id }) => id !== merge.survivorId);
  const copies = await Promise.all(there.map((each) => copiesMissing(table, each)));
  return [
    ...copies.flat().map((write) => ({ writes: [write] })),
    ...(await unitsBack(table, digest, { merge, moved: await readMoved(table, merge), losers, now: world.now })),
  ];
}
