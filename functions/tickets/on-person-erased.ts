import { erasedMessage, erasedProcess, erasedTicket, erasedUpdate } from '#domain/tickets/erasure.ts';
import { personErased } from '#events/customers.ts';
import { carryErasure, type Erasable } from '#functions/batch/carry-erasure.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { Table, Write } from '#store/table.ts';
import { putTicket, readTicket } from '#store/tickets.ts';
import { messagesOf, ticketsAbout } from '#store/tickets-erasure.ts';
import { blankMessage, readMessage } from '#store/tickets-messages.ts';
import { readSla } from '#store/tickets-sla.ts';
import { blankUpdate, putProcess, readProcess, readUpdate, updatesOf } from '#store/tickets-special-processes.ts';

const tickets: Erasable = {
  kind: 'tickets',
  idsOf: async function* (table, whose) {
    for await (const { id } of ticketsAbout(table, whose)) yield id;
  },
  erase: async (table, id, { now }) => {
    const before = await readTicket(table, id);
    const after = before && erasedTicket(before, now);
    if (before === undefined || after === undefined) return [];
    const process = await readProcess(table, id);
    const handled = process && erasedProcess(process, now);
    return [
      putTicket(after, await readSla(table, after), { version: before.version }),
      ...(handled === undefined ? [] : [putProcess(handled, [])]),
    ];
  },
};

/** What is said on a ticket that goes on is of another time: only what was there when the ticket was erased goes. */
const messages: Erasable = {
  kind: 'messages',
  idsOf: async function* (table, whose) {
    for await (const { id: ticketId, erasedAt = '' } of ticketsAbout(table, whose)) {
      for await (const { id, visibility, at } of messagesOf(table, ticketId)) {
        if (at <= erasedAt) yield `${ticketId}/${visibility}/${id}`;
      }
      for await (const { id, at } of updatesOf(table, ticketId)) if (at <= erasedAt) yield `${ticketId}/update/${id}`;
    }
  },
  erase: async (table, place) => {
    const [ticketId = '', visibility = '', id = ''] = place.split('/');
    if (visibility === 'update') return eraseUpdate(table, ticketId, id);
    const message = await readMessage(table, ticketId, id, [visibility === 'internal' ? 'internal' : 'public']);
    return message === undefined || message.text === '' ? [] : [blankMessage(erasedMessage(message))];
  },
};

async function eraseUpdate(table: Table, ticketId: string, id: string): Promise<Write[]> {
  const update = await readUpdate(table, ticketId, id);
  return update === undefined || update.text === '' ? [] : [blankUpdate(erasedUpdate(update))];
}

/** A ticket's figures stay: what kind it was, when it was promised and done, and by whom. */
export const handler = subscription(
  { context: 'tickets', name: 'on-person-erased', events: [personErased] },
  ({ detail }, world) => carryErasure(world, 'tickets', detail.erasureId, [tickets, messages]),
);
