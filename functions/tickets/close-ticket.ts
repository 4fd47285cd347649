import { close } from '#domain/tickets/flow.ts';
import { ticketClosed } from '#events/tickets.ts';
import type { Operation } from '#functions/http/contract.ts';
import { about, commitTicket } from './commit.ts';
import { readVisible } from './read-visible.ts';
import type { closeTicketContract } from './work-contracts.ts';

export const closeTicket: Operation<typeof closeTicketContract> = async ({ params, body }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const after = close(ticket, body.reason, { by: caller.memberId, now: world.now });
  return commitTicket(world, ticket, after, [world.event(ticketClosed, ticket.id, about(after))]);
};
