import { isAbout, type Whose } from '#domain/shared/whose.ts';
import type { Message } from '#domain/tickets/message.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Table } from './table.ts';
import { readTicket, ticketsOfCustomer } from './tickets.ts';
import { readMessages } from './tickets-messages.ts';
import { ticketIdsOfRequester } from './tickets-requesters.ts';

/** Of all tickets of the customer, closed ones too; and what they asked under their addresses before they were known. */
export async function* ticketsAbout(table: Table, whose: Whose): AsyncGenerator<Ticket> {
  const given = new Set<string>();
  for (const customerId of whose.customerIds) {
    for await (const ticket of ticketsOfCustomer(table, customerId)) {
      if (!isAbout(whose, ticket.contactId)) continue;
      given.add(ticket.id);
      yield ticket;
    }
  }
  for await (const ticket of askedBy(table, whose)) if (!given.has(ticket.id)) yield ticket;
}

/** Tickets of requesters with their addresses, unless they were given to somebody else since. */
export async function* askedBy(table: Table, { emailKeys = [], contactIds }: Whose): AsyncGenerator<Ticket> {
  for (const emailKey of emailKeys) {
    for await (const id of ticketIdsOfRequester(table, emailKey)) {
      const ticket = await readTicket(table, id);
      const isTheirs = ticket?.contactId === undefined || contactIds.includes(ticket.contactId);
      if (ticket !== undefined && isTheirs) yield ticket;
    }
  }
}

const pageSize = 200;

/** Everything that was said on a ticket, oldest first. */
export async function* messagesOf(
  table: Table,
  ticketId: string,
  visible: readonly Message['visibility'][] = ['public', 'internal'],
): AsyncGenerator<Message> {
  let after: string | undefined;
  do {
    const page = await readMessages(table, [ticketId], { visible, limit: pageSize, after });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
