import { resume } from '#domain/tickets/flow.ts';
import { ticketResumed } from '#events/tickets.ts';
import type { Operation } from '#functions/http/contract.ts';
import { about, commitTicket } from './commit.ts';
import { readVisible } from './read-visible.ts';
import type { resumeTicketContract } from './work-contracts.ts';

export const resumeTicket: Operation<typeof resumeTicketContract> = async ({ params }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const after = resume(ticket, { by: caller.memberId, now: world.now });
  return commitTicket(world, ticket, after, [world.event(ticketResumed, ticket.id, about(after))]);
};
