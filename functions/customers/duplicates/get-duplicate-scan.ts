import * as z from 'zod';
import { type DuplicateGroup, groupsOf, type SharedKey } from '#domain/customers/duplicate-groups.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readCustomersBy } from '#store/customers.ts';
import { readGroups, readScan } from '#store/customers-scans.ts';
import { readDepartment, readMember } from '#store/members.ts';
import { maskedOf, type Table } from '#store/table.ts';
import { sees } from '../access.ts';
import { type GroupView, getDuplicateScanContract } from './scan-contracts.ts';

const Position = z.int().nonnegative();

/** The groups are made anew of those whom the caller sees: nothing tells of anybody else. */
export const getDuplicateScan = route(getDuplicateScanContract, async ({ params, query }, caller, { table }) => {
  const scan = await readScan(table, params.id);
  if (scan === undefined) throw new DomainError('missing', 'customers.scan-not-found');
  const { id, state, startedAt, completedAt } = scan;
  const known = { id, state, startedAt, ...(completedAt === undefined ? {} : { completedAt }) };
  const after = fromCursor(Position, query.cursor);
  if (state === 'running') return { ...known, items: [], next: null };
  const items: GroupView[] = [];
  let last: number | undefined;
  for await (const { place, keys } of readGroups(table, id, after)) {
    const seen = await seenGroups(table, caller, keys);
    if (seen.length === 0) continue;
    // A group of many may be several to someone who sees few of them: all of them are on one page.
    if (items.length >= query.limit && last !== undefined) return { ...known, items, next: toCursor(last) };
    items.push(...seen);
    last = place;
  }
  return { ...known, items, next: null };
});

async function seenGroups(table: Table, caller: Caller, keys: readonly SharedKey[]): Promise<GroupView[]> {
  const ids = [...new Set(keys.flatMap(({ customerIds }) => customerIds))];
  const customers = await readCustomersBy(maskedOf(table), ids);
  // Merged or deleted since the scan: they are no duplicates any more.
  const isSeen = (id: string): boolean => {
    const customer = customers.get(id);
    return customer?.id === id && customer.deletedAt === undefined && sees(caller, customer);
  };
  const seen = keys.map((key) => ({ ...key, customerIds: key.customerIds.filter(isSeen) }));
  return Promise.all(groupsOf(seen).map((group) => viewOf(table, group, customers)));
}

async function viewOf(
  table: Table,
  { members, score }: DuplicateGroup,
  customers: Awaited<ReturnType<typeof readCustomersBy>>,
): Promise<GroupView> {
  const candidates = members.map(async ({ customerId, reasons, score: own }) => {
    const customer = customers.get(customerId);
    if (customer === undefined) return [];
    const { id, number, name, ownerId, departmentId } = customer;
    const [owner, department] = await Promise.all([readMember(table, ownerId), readDepartment(table, departmentId)]);
    const names = { name: owner?.name ?? '', department: department?.name ?? '' };
    return [{ id, number, name, score: own, reasons: [...reasons], owner: names }];
  });
  return { score, candidates: (await Promise.all(candidates)).flat() };
}
