import { SYSTEM } from '#domain/shared/ids.ts';
import { settle } from '#domain/tickets/special-flow.ts';
import type { SpecialProcess } from '#domain/tickets/special-process.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { readHeir } from '#store/members.ts';
import { maskedOf, type Table } from '#store/table.ts';

/** The customer's owner, who is his account manager; where he has left, whoever looks after what was his. */
export async function readOwnerId(table: Table, customerId: string | undefined): Promise<string | undefined> {
  const customer = customerId === undefined ? undefined : await readCustomerOrBinned(maskedOf(table), customerId);
  return customer === undefined ? undefined : (await readHeir(table, customer.ownerId))?.id;
}

/** With whoever is the customer's owner at this moment. */
export async function settled(
  { table, now }: World,
  process: SpecialProcess,
  { customerId }: Ticket,
): Promise<SpecialProcess> {
  const ownerId = await readOwnerId(table, customerId);
  return settle(process, { customerId, ownerId }, { by: SYSTEM, now });
}
