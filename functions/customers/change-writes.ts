import { type Customer, changedFields, handedOver } from '#domain/customers/customer.ts';
import { customerChanged, customerOwnerChanged } from '#events/customers.ts';
import type { World } from '#functions/http/world.ts';
import { putCustomer } from '#store/customers.ts';
import { copiesMoved } from '#store/customers-copies.ts';
import { putHandOver } from '#store/customers-hand-overs.ts';
import type { Write } from '#store/table.ts';
import type { Owner } from './owner.ts';

/** The next version of a customer with its copies and its news. */
export function changeWrites(world: World, before: Customer, after: Customer): Write[] {
  const changed = world.event(customerChanged, after.id, {
    customerId: after.id,
    fields: changedFields(before, after),
  });
  return [putCustomer(after, { version: before.version }, [changed]), ...copiesMoved(before, after)];
}

interface HandOver {
  readonly owner: Owner;
  readonly reason: string;
  readonly actorId: string;
}

/** The customer, his copies, his history, and the news by which his open work follows him (rules.md 5). */
export function handOver(
  world: World,
  before: Customer,
  { owner, reason, actorId }: HandOver,
): { readonly after: Customer; readonly writes: Write[] } {
  const after = handedOver(before, owner, { now: world.now, actorId });
  const change = { fromOwnerId: before.ownerId, toOwnerId: owner.id };
  const event = world.event(customerOwnerChanged, after.id, {
    customerId: after.id,
    ...change,
    departmentId: after.departmentId,
  });
  return {
    after,
    writes: [
      putCustomer(after, { version: before.version }, [event]),
      ...copiesMoved(before, after),
      putHandOver(after, event, { ...change, reason }),
    ],
  };
}
