import type { Whose } from '#domain/shared/whose.ts';
import { interactionsAbout } from './activities-erasure.ts';
import { attachmentIdsOfContact, attachmentIdsOfSubject } from './attachments.ts';
import type { Table } from './table.ts';
import { ticketsAbout } from './tickets-erasure.ts';

/**
 * Ids of what names the persons, and of what belongs to a talk with them or to a ticket of theirs: a recording is as
 * much theirs as what was noted. Of an individual also what stands with him himself. Contracts keep their papers.
 */
export async function* attachmentsAbout(table: Table, whose: Whose): AsyncGenerator<string> {
  for (const contactId of whose.contactIds) yield* await attachmentIdsOfContact(table, contactId);
  for await (const { id } of interactionsAbout(table, whose)) yield* await attachmentIdsOfSubject(table, id);
  for await (const { id } of ticketsAbout(table, whose)) yield* await attachmentIdsOfSubject(table, id);
  if (!whose.isWhole) return;
  for (const customerId of whose.customerIds) yield* await attachmentIdsOfSubject(table, customerId);
}
