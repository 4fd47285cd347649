import { noteChanged } from '#domain/customers/note.ts';
import { toNoteView } from '#domain/customers/view.ts';
import { route } from '#functions/http/contract.ts';
import { putNote } from '#store/customers-notes.ts';
import { assertFresh } from '../access.ts';
import { changeNoteContract } from './note-contracts.ts';
import { assertContact, assertMayNote, readVisibleNote } from './notes-access.ts';

export const changeNote = route(changeNoteContract, async ({ params, body, ifMatch }, caller, world) => {
  const { note: before, customer, view } = await readVisibleNote(world.table, caller, params.id);
  assertMayNote(caller, customer, before.contactId);
  // Taken from a person it becomes the customer's, and given to one, his.
  if (body.contactId !== undefined) assertMayNote(caller, customer, body.contactId);
  assertFresh(before.version, ifMatch);
  await assertContact(world.table, customer, body.contactId);
  const after = noteChanged(before, body, world.now, caller.memberId);
  return world.commit(after === before ? [] : [putNote(after)], toNoteView(after, view));
});
