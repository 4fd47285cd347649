import type { Caller } from '#domain/shared/caller.ts';
import type { Locale } from '#domain/shared/locale.ts';
import { seesContact } from '#domain/tickets/access.ts';
import type { Values } from '#domain/tickets/canned-answer.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { readCompany, readMember } from '#store/members.ts';
import { maskedOf, type Table } from '#store/table.ts';
import { readParties } from './parties.ts';

/** What the placeholders of a canned answer stand for on a ticket, as far as the caller may see it, and the reader's language. */
export async function readCannedValues(
  table: Table,
  caller: Caller,
  ticket: Ticket,
): Promise<{ readonly values: Values; readonly locale: Locale }> {
  const [{ customer, contact }, company, agent] = await Promise.all([
    readParties(maskedOf(table), ticket),
    readCompany(table),
    readMember(table, caller.memberId),
  ]);
  const { number, subject, contactId, requester } = ticket;
  const addressee = contactId === undefined && requester !== undefined ? requester : contact;
  const values = {
    'contact.name': seesContact(caller, ticket) ? addressee?.name : undefined,
    'customer.name': customer?.name,
    'ticket.number': number,
    'ticket.subject': subject,
    'agent.name': agent?.name,
    'company.name': company.name,
  };
  return { values, locale: contact?.locale ?? company.locale };
}
