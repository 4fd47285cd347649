import * as z from 'zod';
import type { Role } from '../shared/rights.ts';
import { UtcInstant } from '../shared/time.ts';
import { Completeness } from './completeness.ts';
import { Contact } from './contact.ts';
import { Customer, CustomerSummary } from './customer.ts';
import type { FieldValues } from './fields.ts';
import { hidden, highGrade, maskOf } from './high-grade.ts';
import type { KeptNote, Note } from './note.ts';

/**
 * What of a customer someone sees (rules.md 1). `card`: name, number, level. `contacts`: name, number, contacts.
 * `reference`: the card with the main contact, for the owner of a contract or follow-up and the assignee of a ticket.
 */
export type View = 'full' | 'masked' | 'card' | 'contacts' | 'reference';

/** An agent's mask is lifted while a ticket of that customer is open in his department. */
export function viewOf(role: Role, hasOpenTicket: boolean): View {
  switch (role) {
    case 'service-agent':
      return hasOpenTicket ? 'full' : 'masked';
    case 'marketing':
      return 'masked';
    case 'finance':
      return 'card';
    case 'legal':
      return 'contacts';
    case 'admin':
    case 'sales-rep':
    case 'sales-manager':
    case 'service-manager':
      return 'full';
    case 'customer':
      return 'card';
  }
}

/** Whether timeline, figures and consents are part of the view. */
export function seesHistory(view: View): boolean {
  return view === 'full' || view === 'masked';
}

export function seesContacts(view: View): boolean {
  return view !== 'card';
}

/** A contact as it is answered. */
export const ContactView = Contact.omit({ sealed: true, opened: true })
  .extend({ customerId: z.string(), main: z.boolean() })
  .strict();
export type ContactView = z.output<typeof ContactView>;

/** A customer as he is answered; what the view leaves out is absent. */
export const CustomerView = Customer.omit({ marks: true, graded: true, sealed: true, opened: true })
  .partial()
  .required({ id: true, number: true, name: true })
  .extend({
    mainContact: ContactView.optional(),
    lastFollowUpAt: UtcInstant.optional(),
    /** Of one customer asked for by his id: how much of what the company requires is there. */
    completeness: Completeness.optional(),
  })
  .strict();
export type CustomerView = z.output<typeof CustomerView>;

export function toContactView(contact: Contact, of: { customerId: string; main: boolean }, view: View): ContactView {
  const { sealed: _, opened: __, ...seen } = contact;
  return { ...seen, ...(view === 'masked' ? maskedContact(contact) : {}), ...of };
}

/** `graded`: the company's own fields that are masked where anything is; unless they are known, all of them. */
export function toCustomerView(
  { marks: _, graded: __, sealed: ___, opened: ____, ...customer }: Customer,
  view: View,
  lastFollowUpAt?: string,
  graded?: ReadonlySet<string>,
): CustomerView {
  const { id, number, name, level, version } = customer;
  const mainContact = toContactView(customer.mainContact, { customerId: id, main: true }, view);
  switch (view) {
    case 'card':
      return { id, number, name, level };
    case 'contacts':
      return { id, number, name, mainContact };
    case 'reference':
      return { id, number, name, level, mainContact };
    case 'full':
    case 'masked': {
      const { address, fields } = customer;
      return {
        ...customer,
        version,
        mainContact,
        ...(view === 'masked' && address?.line !== undefined ? { address: { ...address, line: hidden } } : {}),
        ...(view === 'masked' && fields !== undefined ? { fields: maskedFields(fields, graded) } : {}),
        ...(lastFollowUpAt === undefined ? {} : { lastFollowUpAt }),
      };
    }
  }
}

/** A row of a list. There is nothing in it to mask. */
export const CustomerRow = CustomerSummary.extend({ contactName: z.string(), lastFollowUpAt: UtcInstant })
  .partial()
  .required({ id: true, number: true, name: true })
  .strict();
export type CustomerRow = z.output<typeof CustomerRow>;

export function toCustomerRow(row: CustomerRow, view: View): CustomerRow {
  const { id, number, name, level, contactName } = row;
  switch (view) {
    case 'card':
      return { id, number, name, ...(level === undefined ? {} : { level }) };
    case 'contacts':
    case 'reference':
      return { id, number, name, ...(contactName === undefined ? {} : { contactName }) };
    case 'full':
    case 'masked':
      return row;
  }
}

/** What was noted of people is as high a grade as their numbers. */
export function toNoteView({ sealed: _, opened: __, ...note }: KeptNote, view: View): Note {
  return view === 'masked' ? { ...note, text: hidden } : note;
}

function maskedFields(fields: FieldValues, graded: ReadonlySet<string> | undefined): FieldValues {
  const isHidden = (id: string): boolean => graded === undefined || graded.has(id);
  return Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, isHidden(id) ? hidden : value]));
}

/** What was read with its masks has nothing more to hide. */
function maskedContact(contact: Contact): Partial<Contact> {
  if (contact.sealed !== undefined) return {};
  const there = highGrade.filter((field) => contact[field] !== undefined);
  return Object.fromEntries(there.map((field) => [field, maskOf(field, contact[field] ?? '')]));
}
