import { reopen } from '#domain/tickets/flow.ts';
import { ticketReopened } from '#events/tickets.ts';
import type { Operation } from '#functions/http/contract.ts';
import { about, commitTicket } from './commit.ts';
import { readVisible } from './read-visible.ts';
import type { reopenTicketContract } from './work-contracts.ts';

export const reopenTicket: Operation<typeof reopenTicketContract> = async ({ params, body }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const after = reopen(ticket, body.reason, { by: caller.memberId, now: world.now });
  return commitTicket(world, ticket, after, [world.event(ticketReopened, ticket.id, about(after))]);
};
