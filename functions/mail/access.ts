import { seesHistory, viewOf } from '#domain/customers/view.ts';
import type { Message } from '#domain/mail/message.ts';
import { type Caller, may, reach, reaches } from '#domain/shared/caller.ts';
import { readCustomersBy } from '#store/customers.ts';
import type { Table } from '#store/table.ts';

/**
 * Who sees the customer's history sees that he was written to: a card is name, number and level (rules.md 1), and a
 * subject says more. Mail to a member is his own and the admins'. Answers which of the messages the caller sees, reading
 * each customer once.
 */
export async function visibleTo<M extends Pick<Message, 'to'>>(
  caller: Caller,
  messages: readonly M[],
  table: Table,
): Promise<M[]> {
  const customerIds = new Set(messages.flatMap(({ to }) => ('customerId' in to ? [to.customerId] : [])));
  const seen = await visibleCustomers(caller, [...customerIds], table);
  return messages.filter(({ to }) => {
    if ('memberId' in to) return to.memberId === caller.memberId || may(caller, 'members.write');
    return 'customerId' in to ? seen.has(to.customerId) : seesTriage(caller);
  });
}

/** Mail to somebody who is no customer of ours: for those who work on every queue, triage among them. */
export function seesTriage(caller: Caller): boolean {
  return reach(caller, 'tickets.work') === 'all';
}

async function visibleCustomers(caller: Caller, ids: readonly string[], table: Table): Promise<ReadonlySet<string>> {
  if (!may(caller, 'customers.read') || !seesHistory(viewOf(caller.role, false))) return new Set();
  if (reach(caller, 'customers.read') === 'all') return new Set(ids);
  const customers = [...(await readCustomersBy(table, ids))];
  // Those in the bin are there for those who may restore them, and for nobody else (rules.md 4).
  const isThere = ([, each]: (typeof customers)[number]): boolean =>
    reaches(caller, each.deletedAt === undefined ? 'customers.read' : 'customers.restore', each);
  return new Set(customers.filter(isThere).map(([id]) => id));
}
