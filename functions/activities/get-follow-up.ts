import { type FollowUp, toAnswer } from '#domain/activities/follow-up.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { toCustomerCard } from '#domain/shared/customer-card.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readCustomer } from '#store/customers.ts';
import type { Table } from '#store/table.ts';
import type { getFollowUpContract } from './follow-up-contracts.ts';
import { followUpInPath } from './visible.ts';

export const getFollowUp: Operation<typeof getFollowUpContract> = async ({ params }, caller, { table }) => {
  const followUp = await followUpInPath(table, params.id, caller);
  return { ...toAnswer(followUp), ...(await cardFor(table, followUp, caller)) };
};

/** The owner sees the customer's card even if he may not see the customer (rules.md 1). */
async function cardFor(table: Table, followUp: FollowUp, caller: Caller) {
  const customer = followUp.ownerId === caller.memberId ? await readCustomer(table, followUp.customerId) : undefined;
  return customer === undefined ? {} : { customer: toCustomerCard(customer) };
}
