import { merge } from '#domain/tickets/links.ts';
import { ticketClosed } from '#events/tickets.ts';
import type { Operation } from '#functions/http/contract.ts';
import { about, commitTicket, nextWrite } from './commit.ts';
import type { mergeTicketContract } from './flow-contracts.ts';
import { readOther } from './other-ticket.ts';
import { readVisible } from './read-visible.ts';

/** Answers the ticket that goes on. */
export const mergeTicket: Operation<typeof mergeTicketContract> = async ({ params, body }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const into = await readOther(world, caller, body.intoId, '/intoId');
  const [closed, after] = merge(ticket, into, { by: caller.memberId, now: world.now });
  const news = [world.event(ticketClosed, closed.id, about(closed))];
  return commitTicket(world, into, after, [], [await nextWrite(world, ticket, closed, news)]);
};
