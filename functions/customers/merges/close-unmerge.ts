import { type Kept, type Merge, mergingContexts } from '#domain/customers/merge.ts';
import { pulseOf } from '#domain/customers/pulse.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { deleteSnapshot, readMoved, readSnapshots, type Snapshot } from '#store/customers-merges.ts';
import { putPulse, readCustomerWithPulse, readStates } from '#store/customers-pulse.ts';
import { readKept } from '#store/moved-rows.ts';
import type { Table, Write } from '#store/table.ts';
import { packed, roomMax, type Unit } from './merge-rows.ts';
import { type Back, keptOwn, stateUnits } from './unmerge-rows.ts';

/**
 * When everybody has reported, the figures follow what went back. Each step finds only what is left, so that it can be
 * broken off and run again. Answers what stays with the survivor.
 */
export async function closeUnmerge({ table, now }: World, merge: Merge): Promise<Kept[]> {
  const moved = await readMoved(table, merge);
  const was = await readSnapshots(table, merge);
  const losers = (await Promise.all(merge.loserIds.map((id) => readCustomerOrBinned(table, id)))).filter(
    (each) => each !== undefined,
  );
  const back: Back = { merge, moved, losers, now };
  const foreign = (await Promise.all(mergingContexts.map((context) => keptOf(table, context, merge.id)))).flat();
  const own = (await keptOwn(table, back)).map((id) => ({ context: 'customers', id }));
  await commitAll(table, merge, await stateUnits(table, back, new Set(foreign.map(({ id }) => id))));
  for (const id of merge.loserIds) await recount(table, id, (last) => last);
  await recount(table, merge.survivorId, (last) => lastBefore(last, merge, was));
  const known = new Set(merge.kept.map(({ id, field }) => `${id} ${field ?? ''}`));
  return [...merge.kept, ...[...own, ...foreign].filter(({ id }) => !known.has(`${id} `))];
}

/** Who they all were is nobody's business any more once everything has gone back. */
export async function forget(table: Table, merge: Merge): Promise<void> {
  const [moved, was] = await Promise.all([readMoved(table, merge), readSnapshots(table, merge)]);
  const writes = [
    ...[...was.keys()].map((id) => deleteSnapshot(merge.survivorId, merge.id, id)),
    ...moved.map(({ key }): Write => ({ op: 'delete', key, expect: 'any' })),
  ];
  await commitAll(
    table,
    merge,
    writes.map((write) => ({ writes: [write] })),
  );
}

async function keptOf(table: Table, context: (typeof mergingContexts)[number], mergeId: string): Promise<Kept[]> {
  return (await readKept(table, context, mergeId)).map((id) => ({ context, id }));
}

async function commitAll(table: Table, merge: Merge, units: readonly Unit[]): Promise<void> {
  for (const writes of packed(merge, merge.survivorId, units, roomMax)) await table.commit(writes);
}

/** The survivor's last contact was one of the others': it goes back, unless somebody has talked with him since. */
function lastBefore(last: string | null, { survivorId }: Merge, was: ReadonlyMap<string, Snapshot>): string | null {
  const all = [...was.values()].flatMap(({ pulse }) => pulse.lastFollowUpAt ?? []).toSorted();
  return last === (all.at(-1) ?? null) ? (was.get(survivorId)?.pulse.lastFollowUpAt ?? null) : last;
}

async function recount(table: Table, id: string, lastOf: (last: string | null) => string | null): Promise<void> {
  const found = await readCustomerWithPulse(table, id);
  if (found === undefined) return;
  const states = await readStates(table, id);
  const pulse = pulseOf([...states.values()], lastOf(found.pulse.lastFollowUpAt));
  await table.commit([putPulse(found.customer, pulse, found.version)]);
}
