import type { Message } from '#domain/mail/message.ts';
import { type Caller, may, reach, reaches } from '#domain/shared/caller.ts';
import { readCustomers } from '#store/customers.ts';
import type { Table } from '#store/table.ts';

/**
 * Who sees the customer sees that he was written to; mail to a member is his own and the admins'. Answers which of the
 * messages the caller sees, reading each customer once.
 */
export async function visibleTo<M extends Pick<Message, 'to'>>(
  caller: Caller,
  messages: readonly M[],
  table: Table,
): Promise<M[]> {
  const customerIds = new Set(messages.flatMap(({ to }) => ('customerId' in to ? [to.customerId] : [])));
  const seen = await visibleCustomers(caller, [...customerIds], table);
  return messages.filter(({ to }) =>
    'memberId' in to ? to.memberId === caller.memberId || may(caller, 'members.write') : seen.has(to.customerId),
  );
}

async function visibleCustomers(caller: Caller, ids: readonly string[], table: Table): Promise<ReadonlySet<string>> {
  if (reach(caller, 'customers.read') === 'all' || ids.length === 0) {
    return new Set(may(caller, 'customers.read') ? ids : []);
  }
  const customers = await readCustomers(table, ids);
  return new Set(customers.filter((each) => reaches(caller, 'customers.read', each)).map(({ id }) => id));
}
