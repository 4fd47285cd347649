import { ask } from '#domain/tickets/flow.ts';
import { ticketReopened, ticketResumed } from '#events/tickets.ts';
import type { Operation } from '#functions/http/contract.ts';
import { putMessage } from '#store/tickets-messages.ts';
import { about, commitTicket } from './commit.ts';
import type { recordCustomerMessageContract } from './flow-contracts.ts';
import { newMessage } from './message.ts';
import { readVisible } from './read-visible.ts';

export const recordCustomerMessage: Operation<typeof recordCustomerMessageContract> = async (
  { params, body },
  caller,
  world,
) => {
  const ticket = await readVisible(world, caller, params.id);
  const { message: text, via } = body;
  const said = { ticketId: ticket.id, visibility: 'public', direction: 'in', via, text } as const;
  const message = newMessage(world, caller.memberId, said);
  const after = ask(ticket, { via, messageId: message.id }, { by: caller.memberId, now: world.now });
  const news = [
    ...(ticket.state === 'waiting' ? [world.event(ticketResumed, ticket.id, about(after))] : []),
    ...(after.cycle > ticket.cycle ? [world.event(ticketReopened, ticket.id, about(after))] : []),
  ];
  return commitTicket(world, ticket, after, news, [putMessage(message)]);
};
