import type { Caller } from '#domain/shared/caller.ts';
import { toCustomerCard } from '#domain/shared/customer-card.ts';
import { seesContact } from '#domain/tickets/access.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readCustomer } from '#store/customers.ts';
import type { Table } from '#store/table.ts';
import { readSla } from '#store/tickets-sla.ts';
import { readVisible } from './read-visible.ts';
import type { getTicketContract } from './ticket-contracts.ts';
import { type TicketCustomer, viewOf } from './view.ts';

export const getTicket: Operation<typeof getTicketContract> = async ({ params }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const [sla, card] = await Promise.all([readSla(world.table, ticket), readCard(world.table, caller, ticket)]);
  return viewOf(ticket, sla, world.now, card);
};

/** Whoever sees the ticket sees the customer's card with it. */
async function readCard(table: Table, caller: Caller, ticket: Ticket): Promise<TicketCustomer | undefined> {
  const customer = ticket.customerId === undefined ? undefined : await readCustomer(table, ticket.customerId);
  if (customer === undefined) return undefined;
  const { level, mainContact, ...card } = toCustomerCard(customer);
  return {
    ...card,
    ...(caller.role === 'legal' ? {} : { level }),
    ...(seesContact(caller, ticket) ? { mainContact } : {}),
  };
}
