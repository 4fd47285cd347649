import { isAbout, type Whose } from '#domain/shared/whose.ts';
import { isActive, type Ticket } from '#domain/tickets/ticket.ts';
import { followUpsAbout, interactionsAbout } from '#store/activities-erasure.ts';
import { attachmentsAbout } from '#store/attachments-erasure.ts';
import { reachedBy } from '#store/campaigns.ts';
import { readRunningContractsOf } from '#store/contracts.ts';
import { notesAbout } from '#store/customers-notes.ts';
import { mailsAbout } from '#store/mail-erasure.ts';
import type { Table } from '#store/table.ts';
import { readOpenTicketsOf } from '#store/tickets.ts';
import { askedBy, messagesOf, ticketsAbout } from '#store/tickets-erasure.ts';
import { updatesOf } from '#store/tickets-special-processes.ts';
import type { ErasurePreview } from './erasure-contracts.ts';

type Named = ErasurePreview['namedBy'][number];

/** As many of each as are looked at, and worth listing. */
const openMax = 500;
const listedMax = 50;

/** Open tickets of the person, and running contracts where the customer is the person: a contract names no contact. */
export async function namedBy(table: Table, whose: Whose): Promise<Named[]> {
  const [customerId = ''] = whose.customerIds;
  const [tickets, asked, contracts] = await Promise.all([
    readOpenTicketsOf(table, { customerId }, openMax),
    openAskedBy(table, whose),
    whose.isWhole ? readRunningContractsOf(table, { customerId }, listedMax) : [],
  ]);
  const open = [...tickets.filter(({ contactId }) => isAbout(whose, contactId)), ...asked];
  return [
    ...[...new Map(open.map((ticket) => [ticket.id, ticket])).values()]
      .slice(0, listedMax)
      .map(({ id, number }) => ({ kind: 'ticket', id, number }) as const),
    ...contracts.map(({ id, number }) => ({ kind: 'contract', id, number }) as const),
  ];
}

/** Before they were known. */
async function openAskedBy(table: Table, whose: Whose): Promise<Ticket[]> {
  const open: Ticket[] = [];
  for await (const ticket of askedBy(table, whose)) if (isActive(ticket)) open.push(ticket);
  return open;
}

/** What would be erased, counted as the certificate counts it; nothing is written. */
export async function erasurePreview(
  table: Table,
  whose: Whose,
  { named, alsoAt }: { readonly named: Named[]; readonly alsoAt: ErasurePreview['alsoAt'] },
): Promise<ErasurePreview> {
  const [interactions, followUps, [tickets, messages], mails, recipients, attachments, notes] = await Promise.all([
    countOf(interactionsAbout(table, whose)),
    countOf(followUpsAbout(table, whose)),
    ticketCounts(table, whose),
    countOf(mailsAbout(table, whose)),
    countOf(reachedBy(table, whose.contactIds)),
    attachmentCount(table, whose),
    countOf(notesAbout(table, whose)),
  ]);
  const { customerIds, contactIds, isWhole } = whose;
  return {
    dryRun: true,
    customerId: customerIds[0] ?? '',
    contactIds: [...contactIds],
    scope: isWhole ? 'customer' : 'contact',
    erases: {
      contacts: contactIds.length,
      interactions,
      followUps,
      tickets,
      messages,
      mails,
      recipients,
      attachments,
      notes,
    },
    namedBy: named,
    alsoAt,
  };
}

async function ticketCounts(table: Table, whose: Whose): Promise<[number, number]> {
  let tickets = 0;
  let messages = 0;
  for await (const { id } of ticketsAbout(table, whose)) {
    tickets += 1;
    messages += (await countOf(messagesOf(table, id))) + (await countOf(updatesOf(table, id)));
  }
  return [tickets, messages];
}

async function attachmentCount(table: Table, whose: Whose): Promise<number> {
  const ids = new Set<string>();
  for await (const id of attachmentsAbout(table, whose)) ids.add(id);
  return ids.size;
}

async function countOf(rows: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of rows) count += 1;
  return count;
}
