import { restored, withOwner } from '#domain/customers/customer.ts';
import { toCustomerView } from '#domain/customers/view.ts';
import { reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { customerOwnerChanged, customerRestored } from '#events/customers.ts';
import { route } from '#functions/http/contract.ts';
import { Moved } from '#functions/http/problem.ts';
import { putCustomer } from '#store/customers.ts';
import { copiesMoved } from '#store/customers-copies.ts';
import { putHandOver } from '#store/customers-hand-overs.ts';
import { readHeir } from '#store/members.ts';
import { alreadyMerged, readVisible } from './access.ts';
import { restoreCustomerContract } from './customer-contracts.ts';

export const restoreCustomer = route(restoreCustomerContract, async ({ params }, caller, world) => {
  const { table, now } = world;
  const before = await readVisible(table, caller, params.id).catch((error: unknown) => {
    throw error instanceof Moved ? alreadyMerged(error.to) : error;
  });
  if (!reaches(caller, 'customers.restore', before)) {
    throw new DomainError('forbidden', 'shared.forbidden', { permission: 'customers.restore' });
  }
  const back = restored(before, { now, actorId: caller.memberId });
  // His owner may have left or moved while he was in the bin, where nobody handed him over.
  const owner = await readHeir(table, before.ownerId);
  if (owner === undefined) throw new DomainError('invalid', 'customers.unknown-owner');
  const after = withOwner(back, owner);
  const { id: customerId, ownerId: toOwnerId, departmentId } = after;
  const isHandedOver = toOwnerId !== before.ownerId;
  const change = { fromOwnerId: before.ownerId, toOwnerId };
  const handedOver = world.event(customerOwnerChanged, customerId, { customerId, ...change, departmentId });
  const events = [world.event(customerRestored, customerId, { customerId }), ...(isHandedOver ? [handedOver] : [])];
  return world.commit(
    [
      putCustomer(after, { version: before.version }, events),
      ...copiesMoved(before, after),
      ...(isHandedOver ? [putHandOver(after, handedOver, { ...change, reason: 'member.deactivated' })] : []),
    ],
    toCustomerView(after, 'full'),
  );
});
