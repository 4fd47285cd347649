import { wait } from '#domain/tickets/flow.ts';
import { ticketWaiting } from '#events/tickets.ts';
import type { Operation } from '#functions/http/contract.ts';
import { about, commitTicket } from './commit.ts';
import { readVisible } from './read-visible.ts';
import type { waitOnTicketContract } from './work-contracts.ts';

export const waitOnTicket: Operation<typeof waitOnTicketContract> = async ({ params, body }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const after = wait(ticket, body.for, { by: caller.memberId, now: world.now });
  return commitTicket(world, ticket, after, [world.event(ticketWaiting, ticket.id, about(after))]);
};
