import * as z from 'zod';
import type { Role } from '../shared/rights.ts';
import { UtcInstant } from '../shared/time.ts';
import { Completeness } from './completeness.ts';
import { Contact } from './contact.ts';
import { Customer, CustomerSummary } from './customer.ts';
import type { FieldValues } from './fields.ts';
import type { Note } from './note.ts';

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
export const ContactView = Contact.extend({ customerId: z.string(), main: z.boolean() }).strict();
export type ContactView = z.output<typeof ContactView>;

/** A customer as he is answered; what the view leaves out is absent. */
export const CustomerView = Customer.omit({ marks: true })
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
  const seen = { ...contact, ...of };
  return view === 'masked' ? { ...seen, ...maskedContact(contact) } : seen;
}

/** `graded`: the company's own fields that are masked where anything is; unless they are known, all of them. */
export function toCustomerView(
  { marks: _, ...customer }: Customer,
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

/** In place of what a masked view does not show. */
export const hidden = '****';

/** What was noted of people is as high a grade as their numbers. */
export function toNoteView(note: Note, view: View): Note {
  return view === 'masked' ? { ...note, text: hidden } : note;
}

function maskedFields(fields: FieldValues, graded: ReadonlySet<string> | undefined): FieldValues {
  const isHidden = (id: string): boolean => graded === undefined || graded.has(id);
  return Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, isHidden(id) ? hidden : value]));
}

function maskedContact({ mobile, landline, mobileE164, landlineE164, email, wechat }: Contact): Partial<Contact> {
  return {
    ...(mobile === undefined ? {} : { mobile: maskedNumber(mobile) }),
    ...(landline === undefined ? {} : { landline: maskedNumber(landline) }),
    ...(mobileE164 === undefined ? {} : { mobileE164: maskedNumber(mobileE164) }),
    ...(landlineE164 === undefined ? {} : { landlineE164: maskedNumber(landlineE164) }),
    ...(email === undefined ? {} : { email: maskedEmail(email) }),
    ...(wechat === undefined ? {} : { wechat: `${[...wechat].slice(0, 1).join('')}${hidden}` }),
  };
}

/** `138****8000`, `+86138****8000`, `010-****5678`: the last four, and in front what says where the number is from. */
export function maskedNumber(number: string): string {
  if (number.length < 8) return hidden;
  const [front = ''] = /^(?:\+86\d{3}|\+\d{2}|0\d{2,3}-|\d{3})/.exec(number) ?? [];
  return `${front}${hidden}${number.slice(-4)}`;
}

/** `li***@x.com` */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, Math.min(2, Math.max(1, at - 1)))}***${email.slice(at)}`;
}
