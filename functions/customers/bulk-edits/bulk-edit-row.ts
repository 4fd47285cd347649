import { type Changes, patchFor } from '#domain/customers/bulk-edit.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { type Edited, edited } from '#functions/batch/bulk-edit.ts';
import { call } from '#functions/http/call.ts';
import { Moved } from '#functions/http/problem.ts';
import type { World } from '#functions/http/world.ts';
import { alreadyMerged, readVisible } from '../access.ts';
import { handOverCustomer } from '../hand-over-customer.ts';
import { patchCustomer } from '../patch-customer.ts';

export interface Wanted {
  readonly changes: Changes;
  readonly reason?: string | undefined;
}

/** Changes one customer as if the requester did it himself: by the operation of the API, with his rights. */
export function editCustomer(id: string, wanted: Wanted, caller: Caller, world: World): Promise<Edited> {
  return edited(world, (current) => edit(id, wanted, caller, current));
}

async function edit(
  id: string,
  { changes, reason }: Wanted,
  caller: Caller,
  world: World,
): Promise<'changed' | 'unchanged'> {
  const before = await readVisible(world.table, caller, id).catch((error: unknown) => {
    throw error instanceof Moved ? alreadyMerged(error.to) : error;
  });
  if (changes.ownerId !== undefined) {
    if (before.ownerId === changes.ownerId) return 'unchanged';
    await call(handOverCustomer, { params: { id }, body: { ownerId: changes.ownerId, reason } }, caller, world);
    return 'changed';
  }
  const patch = patchFor(before, changes);
  if (patch === undefined) return 'unchanged';
  await call(patchCustomer, { params: { id }, body: patch, ifMatch: before.version }, caller, world);
  return 'changed';
}
