import type { Route } from '#functions/http/contract.ts';
import { changeNote } from './change-note.ts';
import { createNote } from './create-note.ts';
import { getNote } from './get-note.ts';
import { listNotes } from './list-notes.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [createNote, listNotes, getNote, changeNote];
