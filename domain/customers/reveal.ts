import * as z from 'zod';
import { ContactId } from '../shared/ids.ts';
import { line } from '../shared/text.ts';
import { says } from '../shared/words.ts';
import type { Contact } from './contact.ts';
import type { Customer } from './customer.ts';
import { FieldValue } from './field.ts';
import type { Note } from './note.ts';

const ofContact = ['mobile', 'landline', 'email', 'wechat'] as const;
const ownField = 'fields.';
const ofNote = 'notes.';

/**
 * What a mask may be lifted from: of a contact, the line of the customer's address, `fields.<id>` of his own fields, or
 * `notes.<id>`, the text of a note.
 */
const Revealable = z
  .string()
  .max(60)
  .regex(
    /^(mobile|landline|email|wechat|address|fields\.[a-z][a-z0-9-]{0,39}|notes\.not_[0-9A-HJKMNP-TV-Z]{26})$/,
    says('customers.not-revealable'),
  );

export const RevealInput = z.strictObject({
  fields: z
    .array(Revealable)
    .min(1)
    .max(20)
    .transform((fields) => [...new Set(fields)]),
  /** Why: it is kept with who saw what. */
  reason: line(500),
  /** Of whom; of the main contact unless told. */
  contactId: ContactId.optional(),
});
export type RevealInput = z.output<typeof RevealInput>;

/** What there is of what was asked; a field that is empty is absent. */
export const Revealed = z.strictObject({ values: z.record(z.string(), FieldValue) });
export type Revealed = z.output<typeof Revealed>;

/** The ids of the notes that are asked for. */
export function notesIn(asked: readonly string[]): string[] {
  return asked.filter((field) => field.startsWith(ofNote)).map((field) => field.slice(ofNote.length));
}

/** What masks may hide of a customer, and of one of his people. */
export interface Hidden {
  readonly customer: Customer;
  readonly contact: Contact;
  readonly notes: readonly Pick<Note, 'id' | 'text'>[];
}

export function revealed({ customer, contact, notes }: Hidden, asked: readonly string[]): Revealed {
  const { address, fields = {} } = customer;
  const known: Readonly<Record<string, FieldValue | undefined>> = {
    ...Object.fromEntries(ofContact.map((field) => [field, contact[field]])),
    address: address?.line,
    ...Object.fromEntries(Object.entries(fields).map(([id, value]) => [`${ownField}${id}`, value])),
    ...Object.fromEntries(notes.map(({ id, text }) => [`${ofNote}${id}`, text])),
  };
  const there = asked.flatMap((field) => {
    const value = Object.hasOwn(known, field) ? known[field] : undefined;
    return value === undefined ? [] : [[field, value] as const];
  });
  return { values: Object.fromEntries(there) };
}
