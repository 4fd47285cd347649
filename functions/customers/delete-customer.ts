import { binned } from '#domain/customers/customer.ts';
import { DomainError } from '#domain/shared/error.ts';
import { customerDeleted } from '#events/customers.ts';
import { route } from '#functions/http/contract.ts';
import { readOpenFollowUpsOf } from '#store/activities.ts';
import { readOpenContractsOf } from '#store/contracts.ts';
import { putCustomer } from '#store/customers.ts';
import { copiesMoved } from '#store/customers-copies.ts';
import { type Table, withConsistentReads } from '#store/table.ts';
import { readOpenTicketsOf } from '#store/tickets.ts';
import { assertFresh, readEditable } from './access.ts';
import { deleteCustomerContract } from './customer-contracts.ts';

export const deleteCustomer = route(deleteCustomerContract, async ({ params, ifMatch }, caller, world) => {
  const { table, now } = world;
  const before = await readEditable(table, caller, params.id, 'customers.delete');
  assertFresh(before.version, ifMatch);
  // What was opened a moment ago counts, so this is not left to eventually consistent reads.
  await assertNothingOpen(withConsistentReads(table), params.id);
  const after = binned(before, { now, actorId: caller.memberId });
  const deleted = world.event(customerDeleted, after.id, { customerId: after.id });
  return world.commit(
    [putCustomer(after, { version: before.version }, [deleted]), ...copiesMoved(before, after)],
    undefined,
  );
});

/** As many of each as are worth listing. */
const listedMax = 50;

async function assertNothingOpen(table: Table, customerId: string): Promise<void> {
  const [tickets, followUps, contracts] = await Promise.all([
    readOpenTicketsOf(table, { customerId }, listedMax),
    readOpenFollowUpsOf(table, { customerId }, listedMax),
    readOpenContractsOf(table, { customerId }, listedMax),
  ]);
  const open = [
    ...tickets.map(({ id, number }) => ({ kind: 'ticket', id, number })),
    ...followUps.map(({ id }) => ({ kind: 'follow-up', id })),
    ...contracts.map(({ id, number }) => ({ kind: 'contract', id, number })),
  ];
  if (open.length > 0) throw new DomainError('conflict', 'customers.open-work', { open });
}
