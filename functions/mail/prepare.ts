import { marketingRefusal } from '#domain/customers/contact.ts';
import { type Rendered, render } from '#domain/mail/letter.ts';
import { letterOf } from '#domain/mail/letters.ts';
import { type Matter, Unrenderable } from '#domain/mail/matter.ts';
import type { Message, MessageState } from '#domain/mail/message.ts';
import { assertOpened } from '#domain/shared/sealed.ts';
import { readConsent, readContact, readCustomer } from '#store/customers.ts';
import { isSuppressed, readMessages } from '#store/mail.ts';
import { readCompany, readRecipient } from '#store/members.ts';
import { type Table, withConsistentReads } from '#store/table.ts';
import { readTicket } from '#store/tickets.ts';
import type { Addressee, Asked } from './addressee.ts';
import { addressDigest } from './digest.ts';
import { type Matters, readMatter } from './read-matter.ts';
import { renderCampaign } from './render-campaign.ts';
import { surveyLink } from './survey-link.ts';
import type { MailWorld } from './transport.ts';

export type Prepared =
  | {
      readonly ready: true;
      readonly addressee: Addressee & { readonly address: string };
      readonly company: string;
      readonly rendered: Rendered;
      readonly unsubscribeUrl?: string | undefined;
    }
  | {
      readonly ready: false;
      readonly addressee: Addressee | undefined;
      readonly state: Extract<MessageState, 'failed' | 'suppressed' | 'no-consent' | 'no-address'>;
      readonly reason: string;
    };

/** Whether the message may be sent, and what it says; a no is kept with its reason. Read anew at each try. */
export async function prepare(asked: Asked, world: MailWorld): Promise<Prepared> {
  // What is written about was committed a moment ago: an eventually consistent read might not know it yet.
  const table = withConsistentReads(world.table);
  // Together, so that the messages of a batch read all of this with one request.
  const [company, recipient, matter] = await Promise.all([
    readCompany(table),
    readRecipientOf(table, asked.to),
    asked.kind === 'campaign' ? undefined : readMatter(table, asked),
  ]);
  const addressee = recipient && addresseeOf(recipient, company);
  const refused = (state: Exclude<Prepared, { ready: true }>['state'], reason: string): Prepared => ({
    ready: false,
    addressee,
    state,
    reason,
  });
  if (addressee === undefined) return refused('no-address', 'no-recipient');
  const { address } = addressee;
  if (address === undefined) return refused('no-address', 'no-address');
  if (await isSuppressed(table, addressDigest(await world.secrets(), address)))
    return refused('suppressed', 'suppressed');
  const against = asked.kind === 'campaign' ? await marketingAgainst(table, asked, world.now) : undefined;
  if (against !== undefined) return refused('no-consent', against);
  try {
    const written =
      matter === undefined
        ? await renderCampaign(asked, addressee, { ...world, table })
        : { rendered: letter(asked, addressee, company.name, { ...matter, ...(await surveyLink(asked, world)) }) };
    return { ready: true, addressee: { ...addressee, address }, company: company.name, ...written };
  } catch (error) {
    if (error instanceof Unrenderable) return refused('failed', error.message);
    throw error;
  }
}

type Linked = Matters & Pick<Matter, 'surveyUrl'>;

function letter({ kind, facts }: Asked, addressee: Addressee, company: string, matter: Linked): Rendered {
  const { name, locale, zone, to } = addressee;
  const recipient = { name, isStaff: 'memberId' in to };
  return render(letterOf(kind, { ...matter, locale, zone, company, recipient, facts }), locale);
}

/** What a member always has, the company lends a contact. */
type Recipient = Omit<Addressee, 'locale' | 'zone'> & Partial<Pick<Addressee, 'locale' | 'zone'>>;

async function readRecipientOf(table: Table, to: Message['to']): Promise<Recipient | undefined> {
  if ('ticketId' in to) {
    const { requester, ...ticket } = (await readTicket(table, to.ticketId)) ?? {};
    if (requester === undefined) return undefined;
    assertOpened(ticket);
    return { id: to.ticketId, to, name: requester.name, address: requester.email };
  }
  if ('memberId' in to) {
    const member = await readRecipient(table, to.memberId);
    if (member === undefined) return undefined;
    const { id, name, email, locale, zone } = member;
    return { id, to: { memberId: id }, name, address: email, locale, zone };
  }
  const contact = await readContact(table, to.customerId, to.contactId);
  if (contact === undefined || contact.archivedAt !== undefined) return undefined;
  assertOpened(contact);
  const { id, name, email, locale } = contact;
  return { id, to, name, address: email, ...(locale === undefined ? {} : { locale }) };
}

function addresseeOf(recipient: Recipient, { locale, zone }: Pick<Addressee, 'locale' | 'zone'>): Addressee {
  return { locale, zone, ...recipient };
}

/** What speaks against it, asked again when it is sent: he may have changed his mind since the audience was gathered. */
async function marketingAgainst(table: Table, { to, ref }: Asked, now: Date): Promise<string | undefined> {
  if (!('contactId' in to)) return 'no-consent';
  const { customerId, contactId } = to;
  const [customer, contact] = await Promise.all([
    readCustomer(table, customerId),
    readContact(table, customerId, contactId),
  ]);
  if (customer === undefined || contact === undefined) return 'no-consent';
  const asked = { customerId: customer.id, contactId, purpose: 'marketing', channel: 'email' };
  if (!(await readConsent(table, asked))) return 'no-consent';
  const lastAt = contact.marketingEvery === undefined ? undefined : await lastMarketingTo(table, to, ref);
  return marketingRefusal(contact, lastAt, now);
}

/** A customer's messages that are looked through for the last one of marketing. */
const messagesRead = 100;

async function lastMarketingTo(
  table: Table,
  { customerId, contactId }: Extract<Message['to'], { readonly customerId: string }>,
  but: string,
): Promise<string | undefined> {
  const { items } = await readMessages(table, { customerId }, { limit: messagesRead });
  const isOne = ({ kind, ref, to }: (typeof items)[number]): boolean =>
    kind === 'campaign' && ref !== but && 'contactId' in to && to.contactId === contactId;
  return items.find((each) => isOne(each) && each.acceptedAt !== undefined)?.acceptedAt;
}
