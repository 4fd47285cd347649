import * as z from 'zod';
import { invalidField } from '../shared/error.ts';
import { ContactId, CustomerId, NoteId } from '../shared/ids.ts';
import { present } from '../shared/present.ts';
import { assertOpened, Sealed } from '../shared/sealed.ts';
import { firstStamps, restamped, Stamps } from '../shared/stamps.ts';
import { lines } from '../shared/text.ts';
import { Instant, UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';

/** What a note is about; of all but a plain note we know whether it was met. */
export const NoteKind = z.enum(['note', 'preference', 'need', 'expectation', 'purchase-intent']);
export const NoteState = z.enum(['open', 'met', 'refused']);

/** Typing errors in the year are caught, and every ISO text stays sortable. */
const NotedAt = Instant.refine((at) => at >= '1990', says('customers.noted-at-range'));

/** What was learned of a customer, which is no contact with him: it breaks no silence (rules.md 7). */
export const NewNote = z.strictObject({
  kind: NoteKind.default('note'),
  text: lines(4000),
  /** Whose it is; else it is the customer's. */
  contactId: ContactId.optional(),
  /** When it was learned; now unless told. */
  notedAt: NotedAt.optional(),
  state: NoteState.optional(),
});
export type NewNote = z.output<typeof NewNote>;

/** Null takes the person away (RFC 7396). */
export const NoteChanges = z.strictObject({
  text: lines(4000).optional(),
  contactId: ContactId.nullable().optional(),
  notedAt: NotedAt.optional(),
  state: NoteState.optional(),
});
export type NoteChanges = z.output<typeof NoteChanges>;

export const Note = z.strictObject({
  id: NoteId,
  customerId: CustomerId,
  contactId: ContactId.optional(),
  kind: NoteKind,
  text: z.string(),
  notedAt: UtcInstant,
  state: NoteState.optional(),
  ...Stamps,
});
export type Note = z.output<typeof Note>;

/** As a row has it: of what is sealed it reads masks, or what was opened (high-grade.ts). */
export const KeptNote = Note.extend({ sealed: Sealed.optional(), opened: Sealed.optional() });
export type KeptNote = z.output<typeof KeptNote>;

interface Entry {
  readonly id: string;
  readonly customerId: string;
  readonly now: Date;
  readonly actorId: string;
}

export function noted(told: NewNote, { id, customerId, now, actorId }: Entry): Note {
  const { kind, state = 'open', notedAt = now.toISOString(), ...rest } = told;
  assertPast(notedAt, now);
  if (kind === 'note') assertNoState(told.state);
  return {
    ...rest,
    id,
    customerId,
    kind,
    notedAt,
    ...(kind === 'note' ? {} : { state }),
    ...firstStamps(now, actorId),
  };
}

/** A note that nothing changes stays as it is. */
export function noteChanged(before: KeptNote, changes: NoteChanges, now: Date, actorId: string): Note {
  assertOpened(before);
  if (changes.notedAt !== undefined) assertPast(changes.notedAt, now);
  if (before.kind === 'note') assertNoState(changes.state);
  const next = present({ ...before, ...changes }) as Note;
  return JSON.stringify(sorted(next)) === JSON.stringify(sorted(before)) ? before : restamped(next, now, actorId);
}

function sorted(note: Note): [string, unknown][] {
  return Object.entries(note).toSorted(([a], [b]) => a.localeCompare(b));
}

function assertPast(notedAt: string, now: Date): void {
  if (notedAt > now.toISOString()) throw invalidField('/notedAt', 'customers.noted-in-future');
}

function assertNoState(state: string | undefined): void {
  if (state !== undefined) throw invalidField('/state', 'customers.note-without-state');
}
