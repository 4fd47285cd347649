import { isAbout, type Whose } from '#domain/shared/whose.ts';
import type { Message } from '#domain/tickets/message.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Table } from './table.ts';
import { ticketsOfCustomer } from './tickets.ts';
import { readMessages } from './tickets-messages.ts';

/** Of all tickets of the customer, closed ones too. */
export async function* ticketsAbout(table: Table, whose: Whose): AsyncGenerator<Ticket> {
  for (const customerId of whose.customerIds) {
    for await (const ticket of ticketsOfCustomer(table, customerId)) {
      if (isAbout(whose, ticket.contactId)) yield ticket;
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
