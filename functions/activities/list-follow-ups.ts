import * as z from 'zod';
import { type Caller, reach, reaches } from '#domain/shared/caller.ts';
import { invalidField } from '#domain/shared/error.ts';
import type { Input, Operation } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import type { World } from '#functions/http/world.ts';
import { type FollowUps, listFollowUpsOfCustomer, listFollowUpsOfOwner } from '#store/activities.ts';
import { readCustomer } from '#store/customers.ts';
import { readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import type { listFollowUpsContract } from './follow-up-contracts.ts';

type Query = Input<typeof listFollowUpsContract>['query'];
const Position = z.string().max(80);

export const listFollowUps: Operation<typeof listFollowUpsContract> = async ({ query }, caller, world) => {
  const { items, next } = await read(query, caller, world);
  return { items: [...items], next: next === undefined ? null : toCursor(next) };
};

async function read(query: Query, caller: Caller, { table, now }: World): Promise<FollowUps> {
  const { customerId, state, dueFrom, dueTo, limit } = query;
  const asked = { state, dueFrom, dueTo, limit, after: fromCursor(Position, query.cursor), now };
  if (customerId === undefined) {
    const ownerId = query.ownerId ?? caller.memberId;
    await assertListable(table, ownerId, caller);
    return listFollowUpsOfOwner(table, ownerId, asked);
  }
  const customer = await readCustomer(table, customerId);
  const isReached = customer !== undefined && reaches(caller, 'follow-ups.write', customer);
  if (!isReached && (customer === undefined || !reaches(caller, 'customers.read', customer))) {
    throw invalidField('?customerId', 'activities.unknown-customer');
  }
  // Who sees the customer but only his own follow-ups (service) gets his own.
  return listFollowUpsOfCustomer(table, customer.id, isReached ? asked : { ...asked, ownerId: caller.memberId });
}

async function assertListable(table: Table, ownerId: string, caller: Caller): Promise<void> {
  const far = reach(caller, 'follow-ups.write');
  if (ownerId === caller.memberId || far === 'all') return;
  const owner = far === 'department' ? await readMember(table, ownerId) : undefined;
  if (owner !== undefined && reaches(caller, 'follow-ups.write', { departmentId: owner.departmentId })) return;
  throw invalidField('?ownerId', 'activities.owner-out-of-reach');
}
