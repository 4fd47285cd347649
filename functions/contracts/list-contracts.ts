import * as z from 'zod';
import { type Caller, reach, reaches } from '#domain/shared/caller.ts';
import { invalidField } from '#domain/shared/error.ts';
import type { Input, Operation } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { listContracts as read, type Whose } from '#store/contracts.ts';
import { readCustomer } from '#store/customers.ts';
import { readMember, readMemberIdsIn } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import type { listContractsContract } from './contract-contracts.ts';

const Position = z.string().max(80);

export const listContracts: Operation<typeof listContractsContract> = async ({ query }, caller, { table }) => {
  const { state, endsFrom, endsTo, limit, cursor } = query;
  const after = fromCursor(Position, cursor);
  const whose = await whoseContracts(table, query, caller);
  const owners = whose === 'all' ? await ownersInReach(table, caller) : undefined;
  const { items, next } = await read(table, whose, { state, endsFrom, endsTo, limit, after, owners });
  return { items, next: next === undefined ? null : toCursor(next) };
};

/** A manager's scope is what his departments' people own, and no filter (rules.md 10); undefined where all is in reach. */
async function ownersInReach(table: Table, caller: Caller): Promise<ReadonlySet<string> | undefined> {
  if (reach(caller, 'contracts.read') === 'all' || caller.departments === 'all') return undefined;
  return (await readMemberIdsIn(table, caller.departments)).add(caller.memberId);
}

/** Without a filter: everything for whom more than his own is in reach, else the caller's own. */
async function whoseContracts(
  table: Table,
  { ownerId, customerId }: Input<typeof listContractsContract>['query'],
  caller: Caller,
): Promise<Whose> {
  if (customerId !== undefined) {
    const customer = await readCustomer(table, customerId);
    if (customer !== undefined && reaches(caller, 'contracts.read', customer)) return { customerId: customer.id };
    throw invalidField('?customerId', 'contracts.unknown-customer');
  }
  const far = reach(caller, 'contracts.read');
  if (ownerId === undefined) return far === 'own' ? { ownerId: caller.memberId } : 'all';
  if (ownerId === caller.memberId || far === 'all') return { ownerId };
  const owner = far === 'department' ? await readMember(table, ownerId) : undefined;
  if (owner !== undefined && reaches(caller, 'contracts.read', { departmentId: owner.departmentId }))
    return { ownerId };
  throw invalidField('?ownerId', 'contracts.owner-out-of-reach');
}
