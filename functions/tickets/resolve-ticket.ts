import { resolve } from '#domain/tickets/flow.ts';
import { ticketResolved } from '#events/tickets.ts';
import type { Operation } from '#functions/http/contract.ts';
import { putMessage } from '#store/tickets-messages.ts';
import { readAnswer } from './answer.ts';
import { about, commitTicket } from './commit.ts';
import { newMessage } from './message.ts';
import { readVisible } from './read-visible.ts';
import { tellCustomer } from './tell-customer.ts';
import { watchersTold } from './watchers-told.ts';
import type { resolveTicketContract } from './work-contracts.ts';

/** The solution is also a message: the ticket shows the last one, the messages keep them all. */
export const resolveTicket: Operation<typeof resolveTicketContract> = async ({ params, body }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const asked = { ...body, text: body.solution, pointer: '/solution' } as const;
  const { said: words, writes } = await readAnswer(world, caller, ticket, asked);
  const said = { ticketId: ticket.id, visibility: 'public', direction: 'out', ...words } as const;
  const message = newMessage(world, caller.memberId, said);
  const doing = { by: caller.memberId, now: world.now };
  const { events: told, isMailed } = await tellCustomer(
    world,
    ticket,
    { kind: 'ticket.resolved', messageId: message.id },
    caller.memberId,
  );
  const how = isMailed ? { toldVia: 'email' as const } : {};
  const after = resolve(ticket, { ...body, ...how, solution: words.text, messageId: message.id }, doing);
  const resolved = world.event(ticketResolved, ticket.id, about(after));
  return commitTicket(
    world,
    ticket,
    after,
    [resolved, ...told, ...watchersTold(world, after, caller.memberId)],
    [putMessage(message), ...writes],
  );
};
