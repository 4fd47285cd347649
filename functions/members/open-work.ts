import { DomainError, invalidField } from '#domain/shared/error.ts';
import { reachOf } from '#domain/shared/rights.ts';
import { readOpenFollowUpsOf } from '#store/activities.ts';
import { readOpenContractsOf } from '#store/contracts.ts';
import { readOwnedCustomers } from '#store/customers.ts';
import { readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import { readOpenTicketsOf } from '#store/tickets.ts';
import { readOpenProcessesOf } from '#store/tickets-special-processes.ts';

/** One thing that nobody would look after once the member has left. */
interface OpenWork {
  readonly kind: 'customer' | 'follow-up' | 'contract' | 'ticket' | 'special-process';
  readonly id: string;
}

/** Enough to see what is left; the rest is found by the lists of each kind. */
const shownOfEach = 20;

/** Whoever leaves customers behind is succeeded by one who may look after customers (ORG-13). */
export async function assertLookedAfter(
  table: Table,
  memberId: string,
  successorId: string | undefined,
): Promise<void> {
  if (successorId === undefined) return assertNothingOpen(table, memberId);
  const successor = await readMember(table, successorId);
  if (successor === undefined || reachOf(successor.role, 'customers.edit') !== undefined) return;
  const [customer] = await readOwnedCustomers(table, memberId, 1);
  if (customer !== undefined) throw invalidField('/successorId', 'members.successor-unfit');
}

/** Nobody leaves with open work behind him that has no successor (rules.md 4): 409 with the list of it. */
async function assertNothingOpen(table: Table, memberId: string): Promise<void> {
  const work = await Promise.all([
    readOwnedCustomers(table, memberId, shownOfEach).then(listed('customer')),
    readOpenFollowUpsOf(table, { ownerId: memberId }, shownOfEach).then(listed('follow-up')),
    readOpenContractsOf(table, { ownerId: memberId }, shownOfEach).then(listed('contract')),
    readOpenTicketsOf(table, { assigneeId: memberId }, shownOfEach).then(listed('ticket')),
    readOpenProcessesOf(table, memberId, shownOfEach).then(listed('special-process')),
  ]);
  const openWork = work.flatMap(({ items }) => items);
  const more = work.some(({ hasMore }) => hasMore);
  if (openWork.length > 0) throw new DomainError('conflict', 'members.open-work', { openWork, more });
}

/** Readers give one more than asked where there is more. */
function listed(kind: OpenWork['kind']) {
  return (found: readonly { readonly id: string }[]): { readonly items: OpenWork[]; readonly hasMore: boolean } => ({
    items: found.slice(0, shownOfEach).map(({ id }) => ({ kind, id })),
    hasMore: found.length > shownOfEach,
  });
}
