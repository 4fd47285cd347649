import { progress } from '#domain/tickets/flow.ts';
import type { Operation } from '#functions/http/contract.ts';
import { putMessage } from '#store/tickets-messages.ts';
import { commitTicket } from './commit.ts';
import type { progressTicketContract } from './flow-contracts.ts';
import { newMessage } from './message.ts';
import { readVisible } from './read-visible.ts';

export const progressTicket: Operation<typeof progressTicketContract> = async ({ params, body }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const said = { ticketId: ticket.id, visibility: 'internal', direction: 'out', text: body.text } as const;
  const note = newMessage(world, caller.memberId, said);
  const at = { step: body.step, messageId: note.id };
  const after = progress(ticket, at, { by: caller.memberId, now: world.now });
  return commitTicket(world, ticket, after, [], [putMessage(note)]);
};
