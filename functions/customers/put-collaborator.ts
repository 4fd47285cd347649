import { withCollaborator } from '#domain/customers/customer.ts';
import { toCustomerView } from '#domain/customers/view.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { readMember } from '#store/members.ts';
import { readEditable } from './access.ts';
import { changeWrites } from './change-writes.ts';
import { putCollaboratorContract } from './customer-contracts.ts';

export const putCollaborator = route(putCollaboratorContract, async ({ params }, caller, world) => {
  const { table, now } = world;
  const before = await readEditable(table, caller, params.id, 'customers.edit');
  const { memberId } = params;
  if (before.collaboratorIds.includes(memberId)) return toCustomerView(before, 'full');
  if (before.ownerId === memberId) throw new DomainError('conflict', 'customers.already-owner');
  const member = await readMember(table, memberId);
  if (member?.active !== true) throw new DomainError('missing', 'customers.member-not-found');
  const after = withCollaborator(before, memberId, { now, actorId: caller.memberId });
  return world.commit(changeWrites(world, before, after), toCustomerView(after, 'full'));
});
