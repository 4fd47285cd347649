import { toNoteView } from '#domain/customers/view.ts';
import { NoteId } from '#domain/shared/ids.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readNotes } from '#store/customers-notes.ts';
import { maskedOf } from '#store/table.ts';
import { assertSeesHistory, readView, readVisible, tableFor } from '../access.ts';
import { listNotesContract } from './note-contracts.ts';

export const listNotes = route(listNotesContract, async ({ params, query }, caller, { table }) => {
  const { id } = await readVisible(maskedOf(table), caller, params.id);
  const view = await readView(table, caller, id);
  assertSeesHistory(view);
  const { kind, state, limit, cursor } = query;
  const { items, next } = await readNotes(tableFor(table, view), id, {
    kind,
    state,
    limit,
    before: fromCursor(NoteId, cursor),
  });
  return { items: items.map((note) => toNoteView(note, view)), next: next === undefined ? null : toCursor(next) };
});
