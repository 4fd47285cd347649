import { isGathered } from '#domain/mail/gathering.ts';
import type { Matter } from '#domain/mail/matter.ts';
import type { Message } from '#domain/mail/message.ts';
import { readFollowUp } from '#store/activities.ts';
import { readSilentCustomersOf } from '#store/activities-silence.ts';
import { readContract } from '#store/contracts.ts';
import { readCustomer, readCustomers } from '#store/customers.ts';
import { readMessagesById } from '#store/mail.ts';
import { readGathered } from '#store/mail-gathering.ts';
import { readMember } from '#store/members.ts';
import { compareUtf8 } from '#store/rules.ts';
import type { Table } from '#store/table.ts';
import { readTicket } from '#store/tickets.ts';
import { readPublicMessage } from '#store/tickets-messages.ts';
import { messageIdOf } from './digest.ts';

type Subject = Pick<Message, 'kind' | 'ref' | 'facts'>;
/** What a letter is about. */
export type Matters = Pick<Matter, 'customer' | 'followUp' | 'contract' | 'ticket' | 'tickets' | 'silent' | 'words'>;

/** Reads what the letter names, by the ids in the facts and in the ref. Requests carry ids only, never what they name. */
export async function readMatter(table: Table, message: Subject): Promise<Matters> {
  const [followUp, contract, ticket, tickets, customer, silent, words] = await Promise.all([
    followUpOf(table, idOf(message, 'followUpId', 'fol_')),
    contractOf(table, idOf(message, 'contractId', 'ctr_')),
    ticketOf(table, idOf(message, 'ticketId', 'tkt_')),
    ticketsOf(table, message),
    customerOf(table, idOf(message, 'customerId', 'cus_')),
    message.kind === 'customer.silent' ? silentOf(table, message.ref) : undefined,
    wordsOf(table, message),
  ]);
  return { followUp, contract, ticket, tickets, customer, silent, words };
}

function idOf({ ref, facts }: Subject, fact: string, prefix: string): string | undefined {
  const [refId = ''] = ref.split('#');
  const named = facts[fact];
  if (named !== undefined) return String(named);
  return refId.startsWith(prefix) ? refId : undefined;
}

async function followUpOf(table: Table, id: string | undefined): Promise<Matters['followUp']> {
  const found = id === undefined ? undefined : await readFollowUp(table, id);
  if (found === undefined) return undefined;
  const owner = (await readMember(table, found.ownerId))?.name ?? '';
  return { subject: found.subject, dueAt: found.dueAt, owner };
}

async function contractOf(table: Table, id: string | undefined): Promise<Matters['contract']> {
  const found = id === undefined ? undefined : await readContract(table, id);
  return found && { number: found.number, title: found.title };
}

async function ticketOf(table: Table, id: string | undefined): Promise<Matters['ticket']> {
  const found = id === undefined ? undefined : await readTicket(table, id);
  return found && { number: found.number, subject: found.subject, solution: found.solution };
}

/** `mem_…#2026-03-10T01:00/1`: what the messages of that minute are about, the earliest deadline first. */
async function ticketsOf(table: Table, { kind, ref }: Subject): Promise<Matters['tickets']> {
  const [memberId = ''] = ref.split('#');
  if (!memberId.startsWith('mem_') || !isGathered({ kind, to: { memberId } })) return undefined;
  const ids = await readGathered(table, messageIdOf(kind, ref, memberId));
  const messages = await readMessagesById(table, ids ?? []);
  const found = await Promise.all(messages.map((each) => ticketOf(table, idOf(each, 'ticketId', 'tkt_'))));
  const promises = messages.flatMap(({ facts }, i) => {
    const { number, subject } = found[i] ?? {};
    const { target = '', by = '' } = facts;
    return number === undefined || subject === undefined
      ? []
      : [{ number, subject, target: String(target), by: String(by) }];
  });
  if (promises.length === 0) return undefined;
  return promises.toSorted((a, b) => compareUtf8(`${a.by}${a.number}`, `${b.by}${b.number}`));
}

async function customerOf(table: Table, id: string | undefined): Promise<Matters['customer']> {
  const found = id === undefined ? undefined : await readCustomer(table, id);
  return found && { name: found.name, number: found.number };
}

/** `mem_…#2026-03-10`: the list of that day, longest silent first; whoever was deleted meanwhile is left out. */
async function silentOf(table: Table, ref: string): Promise<Matters['silent']> {
  const [memberId = '', date = ''] = ref.split('#');
  const silent = await readSilentCustomersOf(table, memberId, date);
  const since = new Map(silent.map((each) => [each.customerId, each.since]));
  const customers = await readCustomers(table, [...since.keys()]);
  return customers
    .filter(({ deletedAt }) => deletedAt === undefined)
    .map(({ id, name, number }) => ({ name, number, since: since.get(id) ?? '' }))
    .toSorted((a, b) => (a.since < b.since ? -1 : 1));
}

async function wordsOf(table: Table, message: Subject): Promise<string | undefined> {
  const ticketId = idOf(message, 'ticketId', 'tkt_');
  if (ticketId === undefined) return undefined;
  const { messageId } = message.facts;
  return messageId === undefined ? undefined : (await readPublicMessage(table, ticketId, String(messageId)))?.text;
}
