import { invalidField } from '#domain/shared/error.ts';
import { respond } from '#domain/tickets/flow.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { ticketAnswered } from '#events/tickets.ts';
import type { Operation } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { putMessage } from '#store/tickets-messages.ts';
import { readAnswer } from './answer.ts';
import { about, commitTicket, mailOf } from './commit.ts';
import { newMessage } from './message.ts';
import { readAddressee } from './people.ts';
import { readVisible } from './read-visible.ts';
import type { respondToTicketContract } from './work-contracts.ts';

export const respondToTicket: Operation<typeof respondToTicketContract> = async ({ params, body }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const answer = await readAnswer(world, caller, ticket, { ...body, text: body.message, pointer: '/message' });
  const said = {
    ticketId: ticket.id,
    visibility: 'public',
    direction: 'out',
    via: body.via,
    ...answer.said,
  } as const;
  const message = newMessage(world, caller.memberId, said);
  const doing = { by: caller.memberId, now: world.now };
  const after = respond(ticket, { via: body.via, messageId: message.id }, doing);
  const mails = body.via === 'email' ? [await answerMail(world, after, message.id)] : [];
  const answered = world.event(ticketAnswered, ticket.id, about(after));
  return commitTicket(world, ticket, after, [answered, ...mails], [putMessage(message), ...answer.writes]);
};

export async function answerMail(world: World, ticket: Ticket, messageId: string) {
  const to = await readAddressee(world.table, ticket);
  if (to === undefined) throw invalidField('/via', 'tickets.no-address');
  return mailOf(world, ticket, { kind: 'ticket.answered', step: `answer/${messageId}`, to, facts: { messageId } });
}
