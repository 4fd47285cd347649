import { verified } from '#domain/customers/customer.ts';
import { toCustomerView } from '#domain/customers/view.ts';
import { route } from '#functions/http/contract.ts';
import { readEditable, readView } from '../access.ts';
import { changeWrites } from '../change-writes.ts';
import { verifyCustomerContract } from './completeness-contracts.ts';

/** Whoever may edit a customer may say that nothing needs editing. */
export const verifyCustomer = route(verifyCustomerContract, async ({ params }, caller, world) => {
  const { table, now } = world;
  const before = await readEditable(table, caller, params.id, 'customers.edit');
  const after = verified(before, { now, actorId: caller.memberId });
  return world.commit(
    changeWrites(world, before, after),
    toCustomerView(after, await readView(table, caller, after.id)),
  );
});
