import type { Operation } from '#functions/http/contract.ts';
import { putMessage } from '#store/tickets-messages.ts';
import { newMessage } from './message.ts';
import { readVisible } from './read-visible.ts';
import type { addNoteContract } from './work-contracts.ts';

export const addNote: Operation<typeof addNoteContract> = async ({ params, body }, caller, world) => {
  const { id } = await readVisible(world, caller, params.id);
  const said = { ticketId: id, visibility: 'internal', direction: 'out', text: body.text } as const;
  const note = newMessage(world, caller.memberId, said);
  return world.commit([putMessage(note)], note);
};
