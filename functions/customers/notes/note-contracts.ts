import * as z from 'zod';
import { NewNote, Note, NoteChanges, NoteKind, NoteState } from '#domain/customers/note.ts';
import { CustomerId, NoteId } from '#domain/shared/ids.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const ofCustomer = z.strictObject({ id: CustomerId });
const ofNote = z.strictObject({ id: NoteId });

const body = { kind: 'need', text: '希望增加上海的服务点', notedAt: '2026-11-20T09:30:00+08:00' } as const;
const answer: z.input<typeof Note> = {
  ...body,
  id: 'not_00000000000000000000000001',
  customerId: 'cus_00000000000000000000000001',
  notedAt: '2026-11-20T01:30:00.000Z',
  state: 'open',
  version: 1,
  createdAt: '2026-11-22T01:00:00.000Z',
  createdBy: 'mem_00000000000000000000000001',
  updatedAt: '2026-11-22T01:00:00.000Z',
  updatedBy: 'mem_00000000000000000000000001',
};

export const createNoteContract = {
  method: 'POST',
  path: '/v1/customers/{id}/notes',
  operationId: 'createNote',
  summary:
    'Note what was learned of a customer or one of his people: a preference, need, expectation, purchase intent. It is no contact.',
  permission: 'contacts.edit',
  params: ofCustomer,
  body: NewNote,
  status: 201,
  output: Note,
  problems: {
    'customers.not-found': 404,
    'customers.deleted': 409,
    'customers.unknown-contact': 422,
    'customers.note-without-state': 422,
    'customers.noted-in-future': 422,
  },
  example: { body, answer },
} as const satisfies Contract;

export const listNotesContract = {
  method: 'GET',
  path: '/v1/customers/{id}/notes',
  operationId: 'listNotes',
  summary: 'The notes of a customer, the latest entered first, of one kind or in one state',
  permission: 'customers.read',
  params: ofCustomer,
  query: z.strictObject({ ...listQuery, kind: NoteKind.optional(), state: NoteState.optional() }),
  status: 200,
  output: listOf(Note),
  problems: { 'customers.not-found': 404, 'customers.card-only': 403 },
  example: { query: { kind: 'need', state: 'open' }, answer: { items: [answer], next: null } },
} as const satisfies Contract;

export const getNoteContract = {
  method: 'GET',
  path: '/v1/notes/{id}',
  operationId: 'getNote',
  summary: 'One note',
  permission: 'customers.read',
  params: ofNote,
  status: 200,
  output: Note,
  problems: { 'customers.note-not-found': 404 },
  example: { answer },
} as const satisfies Contract;

export const changeNoteContract = {
  method: 'PATCH',
  path: '/v1/notes/{id}',
  operationId: 'changeNote',
  summary: 'Say it better, or that it was met or refused',
  permission: 'contacts.edit',
  params: ofNote,
  body: NoteChanges,
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: Note,
  problems: {
    'customers.note-not-found': 404,
    'customers.deleted': 409,
    'customers.unknown-contact': 422,
    'customers.note-without-state': 422,
    'customers.noted-in-future': 422,
  },
  example: { body: { state: 'met' }, answer: { ...answer, state: 'met', version: 2 } },
} as const satisfies Contract;

/** Served beside the context's own function. */
export const noteContracts: readonly Contract[] = [
  createNoteContract,
  listNotesContract,
  getNoteContract,
  changeNoteContract,
];
