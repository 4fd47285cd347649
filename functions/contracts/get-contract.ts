import { type Contract, toAnswer } from '#domain/contracts/contract.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { toCustomerCard } from '#domain/shared/customer-card.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readCustomer } from '#store/customers.ts';
import type { Table } from '#store/table.ts';
import type { getContractContract } from './contract-contracts.ts';
import { contractInPath } from './visible.ts';

export const getContract: Operation<typeof getContractContract> = async ({ params }, caller, { table }) => {
  const contract = await contractInPath(table, params.id, caller);
  return { ...toAnswer(contract), ...(await cardFor(table, contract, caller)) };
};

/** The owner sees the customer's card even if he may not see the customer (rules.md 1). */
async function cardFor(table: Table, contract: Contract, caller: Caller) {
  const customer = contract.ownerId === caller.memberId ? await readCustomer(table, contract.customerId) : undefined;
  return customer === undefined ? {} : { customer: toCustomerCard(customer) };
}
