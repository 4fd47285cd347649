import type { Route } from '#functions/http/contract.ts';
import { changeNote } from './notes/change-note.ts';
import { createNote } from './notes/create-note.ts';
import { getNote } from './notes/get-note.ts';
import { listNotes } from './notes/list-notes.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [createNote, listNotes, getNote, changeNote];
