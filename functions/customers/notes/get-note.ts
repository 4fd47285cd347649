import { toNoteView } from '#domain/customers/view.ts';
import { route } from '#functions/http/contract.ts';
import { getNoteContract } from './note-contracts.ts';
import { readVisibleNote } from './notes-access.ts';

export const getNote = route(getNoteContract, async ({ params }, caller, { table }) => {
  const { note, view } = await readVisibleNote(table, caller, params.id);
  return toNoteView(note, view);
});
