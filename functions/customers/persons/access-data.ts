import { gunzipSync } from 'node:zlib';
import type { AccessReport, Row } from '#domain/customers/access-export.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { present } from '#domain/shared/present.ts';
import type { Whose } from '#domain/shared/whose.ts';
import { seesNotes } from '#domain/tickets/access.ts';
import { openedAtOf } from '#domain/tickets/ids.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { followUpsAbout, interactionsAbout } from '#store/activities-erasure.ts';
import { readAttachment } from '#store/attachments.ts';
import { attachmentsAbout } from '#store/attachments-erasure.ts';
import { reachedBy, readRecipientOf } from '#store/campaigns.ts';
import { readContract, readContractIdsOf } from '#store/contracts.ts';
import { type FoundContact, readConsentsUntil, readContacts } from '#store/customers-contacts.ts';
import { notesAbout, toNote } from '#store/customers-notes.ts';
import { readBody } from '#store/mail.ts';
import { mailsAbout } from '#store/mail-erasure.ts';
import type { Table } from '#store/table.ts';
import { messagesOf, ticketsAbout } from '#store/tickets-erasure.ts';
import { readProcess, updatesOf } from '#store/tickets-special-processes.ts';

interface Data {
  readonly sections: AccessReport['sections'];
  readonly leftOut: AccessReport['leftOut'];
}

/** Everything that is kept about a person, by the same rows that an erasure would blank. */
export async function accessData(
  table: Table,
  caller: Caller,
  { customer, contact }: FoundContact,
  { whose, now }: { readonly whose: Whose; readonly now: Date },
): Promise<Data> {
  const { contacts, customer: itself } = await personRows(table, { customer, contact }, whose);
  const { tickets, internalNotes } = await ticketRows(table, caller, whose);
  const attachments = await attachmentRows(table, caller, whose, now);
  return {
    sections: {
      contacts,
      customer: itself,
      consents: await consentRows(table, customer.id, whose),
      notes: await collected(notesAbout(table, whose), (row) => toRow(toNote(row))),
      interactions: await collected(interactionsAbout(table, whose), toRow),
      followUps: await collected(followUpsAbout(table, whose), toRow),
      contracts: whose.isWhole ? await contractRows(table, customer.id) : [],
      tickets,
      attachments,
      mails: await mailRows(table, whose),
      campaigns: await campaignRows(table, whose),
    },
    leftOut: internalNotes === 0 ? {} : { internalNotes },
  };
}

/** What the system keeps for itself says nothing of him. */
const bookkeeping: ReadonlySet<string> = new Set([
  ...['version', 'updatedAt', 'updatedBy', 'marks', 'mainContact', 'dueSetAt', 'turn', 'overdue', 'remindedAt'],
  // How values of persons are kept at rest.
  ...['sealed', 'opened', 'graded'],
  ...['told', 'escalations', 'quietVersions', 'said', 'mailed', 'collaboratorIds', 'departmentId', 'terms'],
]);

function toRow(record: object): Row {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !bookkeeping.has(name)));
}

async function collected<T>(rows: AsyncIterable<T>, toEntry: (row: T) => Row | Promise<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(await toEntry(row));
  return all;
}

async function personRows(
  table: Table,
  { customer, contact }: Pick<FoundContact, 'customer' | 'contact'>,
  { isWhole }: Whose,
): Promise<{ readonly contacts: Row[]; readonly customer: Row[] }> {
  if (!isWhole) {
    const { id, number, kind, name } = customer;
    return { contacts: [toRow(contact)], customer: [{ id, number, kind, name }] };
  }
  const contacts: Row[] = [toRow(customer.mainContact)];
  let after: string | undefined;
  do {
    const page = await readContacts(table, customer.id, { limit: 500, after });
    contacts.push(...page.items.map(toRow));
    after = page.next;
  } while (after !== undefined);
  return { contacts, customer: [toRow(customer)] };
}

const forEver = '9999';

async function consentRows(table: Table, customerId: string, { contactIds }: Whose): Promise<Row[]> {
  const all = await readConsentsUntil(table, customerId, forEver);
  return all.filter(({ contactId }) => contactIds.includes(contactId)).map(toRow);
}

async function contractRows(table: Table, customerId: string): Promise<Row[]> {
  const found = await Promise.all((await readContractIdsOf(table, customerId)).map((id) => readContract(table, id)));
  return found.flatMap((contract) => (contract === undefined ? [] : [{ ...toRow(contract), terms: contract.terms }]));
}

/** Internal notes for whoever may read them (rules.md 1); of the others only how many there are. */
async function ticketRows(table: Table, caller: Caller, whose: Whose) {
  const visible = seesNotes(caller) ? (['public', 'internal'] as const) : (['public'] as const);
  let internalNotes = 0;
  const tickets = await collected(ticketsAbout(table, whose), async (ticket: Ticket) => {
    const messages = await collected(messagesOf(table, ticket.id, visible), ({ id: _, ticketId: __, ...row }) => row);
    if (!seesNotes(caller)) {
      for await (const _ of messagesOf(table, ticket.id, ['internal'])) internalNotes += 1;
    }
    const special = await specialRow(table, ticket.id);
    return { ...toRow(ticket), openedAt: openedAtOf(ticket.id), messages, ...special };
  });
  return { tickets, internalNotes };
}

/** Who sees a ticket sees its special process. */
async function specialRow(table: Table, ticketId: string) {
  const process = await readProcess(table, ticketId);
  if (process === undefined) return {};
  const { reason, measures } = process;
  const updates = await collected(updatesOf(table, ticketId), ({ id: _, ticketId: __, ...row }) => row);
  return { specialProcess: { ...(reason === undefined ? {} : { reason }), measures, updates } };
}

/** What there is; a file is given through its own link. */
async function attachmentRows(table: Table, caller: Caller, whose: Whose, now: Date): Promise<Row[]> {
  const ids = new Set<string>();
  for await (const id of attachmentsAbout(table, whose)) ids.add(id);
  const found = await Promise.all([...ids].map((id) => readAttachment(table, id, now)));
  return found.flatMap((each) =>
    each === undefined || (each.internal === true && !seesNotes(caller)) ? [] : [toRow(each)],
  );
}

async function mailRows(table: Table, whose: Whose): Promise<Row[]> {
  return collected(mailsAbout(table, whose), async ({ id, kind, createdAt, acceptedAt, state, subject }) => {
    const packed = await readBody(table, id);
    const text =
      packed === undefined ? undefined : (JSON.parse(gunzipSync(packed).toString()) as { text?: string }).text;
    return present({ id, kind, createdAt, acceptedAt, state, subject, text });
  });
}

async function campaignRows(table: Table, { contactIds }: Whose): Promise<Row[]> {
  return collected(reachedBy(table, contactIds), async (place) => {
    const [campaignId = '', contactId = ''] = place.split('/');
    const found = await readRecipientOf(table, campaignId, contactId);
    return present({ campaignId, state: found?.recipient.state, unsubscribedAt: found?.recipient.unsubscribedAt });
  });
}
