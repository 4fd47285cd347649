import { directionOf, type Merge } from '#domain/customers/merge.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { minuteMs } from '#domain/shared/time.ts';
import { customerMerged, customerUnmerged } from '#events/customers.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { readMerge, readMergesInto } from '#store/customers-merges.ts';
import type { Table } from '#store/table.ts';
import type { MergeView } from './merge-contracts.ts';

/** Reads that were on their way when somebody was merged have long ended by then. */
const settleMs = 10 * minuteMs;

/** When the sweep is to look at it again: at once while own rows are to be moved, later for what was on its way. */
export function wakesAt({ ownDone, settled, state }: Merge, now: Date): Date | undefined {
  if (!ownDone) return now;
  return settled || state === 'failed' ? undefined : new Date(now.getTime() + settleMs);
}

/** The one event that tells all the others to move their rows. */
export function newsOf(world: World, merge: Merge) {
  const { id: mergeId, survivorId: customerId, loserIds } = merge;
  const def = directionOf(merge) === 'merged' ? customerMerged : customerUnmerged;
  return world.event(def, customerId, { mergeId, customerId, losers: loserIds.length });
}

export function toMergeView({ ownDone: _, attempts: __, settled: ___, ...view }: Merge): MergeView {
  return view;
}

/** The merge, for someone within whose reach the survivor is; else it is not there for him. */
export async function readVisibleMerge(table: Table, caller: Caller, id: string): Promise<Merge> {
  const merge = await readMerge(table, id);
  const survivor = merge && (await readCustomerOrBinned(table, merge.survivorId));
  if (merge === undefined || survivor === undefined || !reaches(caller, 'customers.merge', survivor)) {
    throw new DomainError('missing', 'customers.merge-not-found');
  }
  return merge;
}

/** Rows of an earlier merge that are still on their way would be left behind by this one. */
export async function hasRunningMerge(table: Table, customerId: string): Promise<boolean> {
  const merges = await Promise.all((await readMergesInto(table, customerId)).map((id) => readMerge(table, id)));
  return merges.some((each) => each !== undefined && (!each.ownDone || each.state === 'reverting'));
}
