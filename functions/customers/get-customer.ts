import { completenessOf } from '#domain/customers/completeness.ts';
import { seesHistory, toCustomerView } from '#domain/customers/view.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { route } from '#functions/http/contract.ts';
import { readOpenFollowUpsOf } from '#store/activities.ts';
import { readRunningContractsOf } from '#store/contracts.ts';
import { readCompletenessSettings } from '#store/customers-census.ts';
import { readCustomerWithPulse } from '#store/customers-pulse.ts';
import type { Table } from '#store/table.ts';
import { readOpenTicketsOf } from '#store/tickets.ts';
import { movedOrNotFound, notFound, readView, sees, tableFor } from './access.ts';
import { getCustomerContract } from './customer-contracts.ts';
import { readGraded } from './field-values.ts';

export const getCustomer = route(getCustomerContract, async ({ params, query }, caller, { table }) => {
  const view = await readView(table, caller, params.id);
  const [found, settings] = await Promise.all([
    readCustomerWithPulse(tableFor(table, view), params.id),
    query.include === undefined ? undefined : readCompletenessSettings(table),
  ]);
  if (found === undefined) throw await movedOrNotFound(table, caller, params.id);
  const { customer, pulse } = found;
  if (sees(caller, customer)) {
    const graded = await readGraded(table, view, customer);
    return {
      ...toCustomerView(customer, view, pulse.lastFollowUpAt ?? undefined, graded),
      ...(settings !== undefined && seesHistory(view)
        ? { completeness: completenessOf(customer, settings.required) }
        : {}),
    };
  }
  if (customer.deletedAt !== undefined || !(await worksFor(table, caller, params.id))) throw notFound();
  return toCustomerView(customer, 'reference');
});

const readMax = 100;

/** Owners of a contract or follow-up and assignees of a ticket see that customer's card (rules.md 1). */
async function worksFor(table: Table, { memberId }: Caller, customerId: string): Promise<boolean> {
  const [contracts, followUps, tickets] = await Promise.all([
    readRunningContractsOf(table, { customerId }, readMax),
    readOpenFollowUpsOf(table, { customerId }, readMax),
    readOpenTicketsOf(table, { customerId }, readMax),
  ]);
  return (
    [...contracts, ...followUps].some(({ ownerId }) => ownerId === memberId) ||
    tickets.some(({ assigneeId }) => assigneeId === memberId)
  );
}
