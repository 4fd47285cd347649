import { type BulkOutcome, type Changes, patchFor } from '#domain/customers/bulk-edit.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { call } from '#functions/http/call.ts';
import { InvalidInput, Moved } from '#functions/http/problem.ts';
import type { World } from '#functions/http/world.ts';
import type { Refused } from '#store/customers-bulk-edits.ts';
import { StaleWrite, withConsistentReads } from '#store/table.ts';
import { readVisible } from '../access.ts';
import { handOverCustomer } from '../hand-over-customer.ts';
import { patchCustomer } from '../patch-customer.ts';

export interface Wanted {
  readonly changes: Changes;
  readonly reason?: string | undefined;
}

export type Edited =
  | { readonly outcome: Exclude<BulkOutcome, 'refused'> }
  | { readonly outcome: 'refused'; readonly why: Omit<Refused, 'id'> };

/** A customer whom somebody else changes at the same moment is tried so often. */
const attemptsMax = 4;

/** Changes one customer as if the requester did it himself: by the operation of the API, with his rights. */
export async function editCustomer(id: string, wanted: Wanted, caller: Caller, world: World): Promise<Edited> {
  for (let attempt = 1; ; attempt += 1) {
    const table = attempt === 1 ? world.table : withConsistentReads(world.table);
    try {
      return { outcome: await edit(id, wanted, caller, { ...world, table }) };
    } catch (error) {
      if (error instanceof StaleWrite && attempt < attemptsMax) continue;
      return { outcome: 'refused', why: whyOf(error) };
    }
  }
}

async function edit(
  id: string,
  { changes, reason }: Wanted,
  caller: Caller,
  world: World,
): Promise<'changed' | 'unchanged'> {
  const before = await readVisible(world.table, caller, id);
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

/** The rule that said no. What is no fault of the customer's is thrown again. */
function whyOf(error: unknown): Omit<Refused, 'id'> {
  if (error instanceof DomainError) {
    const { code, facts = {} } = error.errors[0] ?? error;
    return { code, ...(Object.keys(facts).length === 0 ? {} : { facts }) };
  }
  if (error instanceof Moved) return { code: 'customers.already-merged', facts: { survivorId: error.to } };
  if (error instanceof StaleWrite) return { code: 'shared.conflict' };
  // What stands in the customer is not what the contract takes by now.
  if (error instanceof InvalidInput) return { code: 'shared.invalid-input' };
  throw error;
}
