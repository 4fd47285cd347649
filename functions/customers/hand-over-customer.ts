import { toCustomerView } from '#domain/customers/view.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { readEditable } from './access.ts';
import { handOver } from './change-writes.ts';
import { handOverCustomerContract } from './customer-contracts.ts';
import { readOwner } from './owner.ts';

export const handOverCustomer = route(handOverCustomerContract, async ({ params, body }, caller, world) => {
  const { table } = world;
  const before = await readEditable(table, caller, params.id, 'customers.hand-over');
  if (before.ownerId === body.ownerId) throw new DomainError('conflict', 'customers.already-owner');
  const owner = await readOwner(table, body.ownerId);
  const { after, writes } = handOver(world, before, { owner, reason: body.reason, actorId: caller.memberId });
  return world.commit(writes, toCustomerView(after, 'full'));
});
