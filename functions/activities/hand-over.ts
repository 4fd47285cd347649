import { handOver } from '#domain/activities/follow-up.ts';
import { each } from '#functions/batch/each.ts';
import type { World } from '#functions/http/world.ts';
import { putFollowUp, readFollowUp, readOpenFollowUpsOf } from '#store/activities.ts';
import { changed } from './change-follow-up.ts';

/** More than one person can have to do; a guard, not a page. */
const handedOverMax = 100_000;
const atOnce = 8;

/**
 * Moves open follow-ups one by one, each in a write of its own: a run that is cut short leaves none half done, and its
 * repeat finds only what is left.
 */
export async function handOverAll(
  world: World,
  of: { readonly ownerId: string } | { readonly customerId: string },
  fromOwnerId: string,
  toOwnerId: string,
  actorId: string,
): Promise<void> {
  if (fromOwnerId === toOwnerId) return;
  const open = await readOpenFollowUpsOf(world.table, of, handedOverMax);
  const mine = open.filter(({ ownerId }) => ownerId === fromOwnerId);
  await each(mine, atOnce, ({ id }) => move(world, id, fromOwnerId, toOwnerId, actorId));
}

async function move(world: World, id: string, fromOwnerId: string, toOwnerId: string, actorId: string): Promise<void> {
  const before = await readFollowUp(world.table, id);
  // The index is behind the row: it may be closed, or handed over, by now.
  if (before === undefined || before.state !== 'open' || before.ownerId !== fromOwnerId) return;
  const after = handOver(before, toOwnerId, actorId, world.now);
  await world.table.commit([putFollowUp(after, { version: before.version }, [changed(after, world)])]);
}
