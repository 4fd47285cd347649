import { noted } from '#domain/customers/note.ts';
import { route } from '#functions/http/contract.ts';
import { putNote } from '#store/customers-notes.ts';
import { readVisible } from '../access.ts';
import { createNoteContract } from './note-contracts.ts';
import { assertContact, assertMayNote } from './notes-access.ts';

/** No news: it is no contact and stands on no timeline. */
export const createNote = route(createNoteContract, async ({ params, body }, caller, world) => {
  const { table, now } = world;
  const customer = await readVisible(table, caller, params.id);
  assertMayNote(caller, customer, body.contactId);
  await assertContact(table, customer, body.contactId);
  const note = noted(body, { id: world.newId('not'), customerId: customer.id, now, actorId: caller.memberId });
  return world.commit([putNote(note)], note);
});
