import { withoutCollaborator } from '#domain/customers/customer.ts';
import { toCustomerView } from '#domain/customers/view.ts';
import { route } from '#functions/http/contract.ts';
import { readEditable } from './access.ts';
import { changeWrites } from './change-writes.ts';
import { deleteCollaboratorContract } from './customer-contracts.ts';

/** Taking off who is not there is no mistake: the wish is fulfilled. */
export const deleteCollaborator = route(deleteCollaboratorContract, async ({ params }, caller, world) => {
  const before = await readEditable(world.table, caller, params.id, 'customers.edit');
  if (!before.collaboratorIds.includes(params.memberId)) return toCustomerView(before, 'full');
  const after = withoutCollaborator(before, params.memberId, { now: world.now, actorId: caller.memberId });
  return world.commit(changeWrites(world, before, after), toCustomerView(after, 'full'));
});
