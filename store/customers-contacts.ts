import * as z from 'zod';
import type { Consent } from '#domain/customers/consent.ts';
import { Consent as ConsentSchema } from '#domain/customers/consent.ts';
import type { Contact } from '#domain/customers/contact.ts';
import type { Customer } from '#domain/customers/customer.ts';
import type { Event } from '#events/define.ts';
import {
  consentNowKey,
  contactKey,
  customerKey,
  customerPartition,
  idIn,
  readCustomerOrBinned,
  toContact,
} from './customers.ts';
import { toContactItem } from './customers-numbers.ts';
import { type Key, partition } from './keys.ts';
import { prefixEnd } from './rules.ts';
import type { Expect, Found, Page, Table, Write } from './table.ts';

/** Contacts beside the main one, and what they allow us. */

function contactIndex(contactId: string): Key {
  return { pk: partition('customers', 'contact', contactId), sk: contactId };
}

export function putContact(customerId: string, given: Contact, expect: Expect, events: readonly Event[] = []): Write {
  const { id, ...contact } = toContactItem(given);
  return { op: 'put', key: contactKey(customerId, id), item: contact, gsi3: contactIndex(id), expect, events };
}

/** The main contact is inside his customer; his row stays, so that he is found by his id. */
export function putMainMark(customerId: string, { id, version }: Contact): Write {
  return {
    op: 'put',
    key: contactKey(customerId, id),
    item: { isMain: true, version },
    gsi3: contactIndex(id),
    expect: { version: version - 1 },
  };
}

/** The same for one who becomes the main contact of another customer, or comes back from there. */
export function markMain(customerId: string, { id, version }: Contact): Write {
  const item = { isMain: true, version };
  return { op: 'put', key: contactKey(customerId, id), item, gsi3: contactIndex(id), expect: 'any' };
}

export interface FoundContact {
  readonly customer: Customer;
  readonly contact: Contact;
  readonly isMain: boolean;
}

/** By his id alone: 0.5 RRU for a customer's first contact, 1.5 to 2 for another. */
export async function findContact(table: Table, contactId: string): Promise<FoundContact | undefined> {
  const namesake = await readCustomerOrBinned(table, `cus_${contactId.slice(4)}`);
  const customer = namesake ?? (await customerOfContact(table, contactId));
  if (customer === undefined) return undefined;
  if (customer.mainContact.id === contactId) return { customer, contact: customer.mainContact, isMain: true };
  const contact = toContact(contactId, await table.get(contactKey(customer.id, contactId)));
  return contact && { customer, contact, isMain: false };
}

async function customerOfContact(table: Table, contactId: string): Promise<Customer | undefined> {
  const { items } = await table.query({ index: 'gsi3', pk: contactIndex(contactId).pk, limit: 1 });
  const [found] = items;
  return found && readCustomerOrBinned(table, idIn(found.key.pk));
}

/** The contacts beside the main one, in the order of their ids; `after` is the last id given. */
export async function readContacts(
  table: Table,
  customerId: string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<{ readonly items: readonly Contact[]; readonly next: string | undefined }> {
  const page = await table.query({
    pk: customerPartition(customerId),
    beginsWith: 'contact#',
    limit,
    ...(after === undefined ? {} : { after: contactKey(customerId, after) }),
  });
  const items = page.items.flatMap(({ key, item }) => toContact(key.sk.slice('contact#'.length), item) ?? []);
  return { items, next: page.next?.sk.slice('contact#'.length) };
}

/** The ledger's row and the row that says what is in force now. `known` is that row's version, 0 without one. */
export function putConsent(customerId: string, consent: Consent, known: number, events: readonly Event[]): Write[] {
  const { id, contactId, purpose, channel, granted, recordedAt } = consent;
  const { id: _, ...ledger } = consent;
  return [
    {
      op: 'put',
      key: { pk: customerPartition(customerId), sk: `consent#${id}` },
      item: { ...ledger, version: 1 },
      expect: 'absent',
      events,
    },
    {
      op: 'put',
      key: consentNowKey(customerId, contactId, purpose, channel),
      item: { granted, recordedAt, consentId: id, version: known + 1 },
      expect: known === 0 ? 'absent' : { version: known },
    },
  ];
}

const ConsentNow = z.object({ version: z.int(), recordedAt: z.string() });

/** When the word that is in force was said, and the version of its row; undefined while nothing was said. */
export async function readConsentNow(
  table: Table,
  customerId: string,
  { contactId, purpose, channel }: Pick<Consent, 'contactId' | 'purpose' | 'channel'>,
): Promise<z.output<typeof ConsentNow> | undefined> {
  const item = await table.get(consentNowKey(customerId, contactId, purpose, channel));
  return item === undefined ? undefined : ConsentNow.parse(item);
}

/** The ledger, the latest first. */
export async function readConsents(
  table: Table,
  customerId: string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<{ readonly items: readonly Consent[]; readonly next: string | undefined }> {
  const pk = customerPartition(customerId);
  const page = await table.query({
    pk,
    beginsWith: 'consent#',
    descending: true,
    limit,
    ...(after === undefined ? {} : { after: { pk, sk: `consent#${after}` } }),
  });
  return { items: page.items.map(toConsent), next: page.next?.sk.slice('consent#'.length) };
}

/** All that was said up to an instant, oldest first. */
export async function readConsentsUntil(table: Table, customerId: string, at: string): Promise<Consent[]> {
  const consents: Consent[] = [];
  let after: Page['next'];
  do {
    const page: Page = await table.query({
      pk: customerPartition(customerId),
      from: 'consent#',
      to: prefixEnd('consent#'),
      limit: 500,
      ...(after === undefined ? {} : { after }),
    });
    consents.push(...page.items.map(toConsent).filter(({ recordedAt }) => recordedAt <= at));
    after = page.next;
  } while (after !== undefined);
  return consents;
}

function toConsent({ key, item }: Found): Consent {
  return ConsentSchema.parse({ ...item, id: key.sk.slice('consent#'.length) });
}

/** What is left of an erased customer: that his number was given. */
export function putErased({ id, number, version }: Customer, now: Date, events: readonly Event[]): Write {
  return {
    op: 'put',
    key: customerKey(id),
    item: { number, erasedAt: now.toISOString(), version: version + 1 },
    expect: { version },
    events,
  };
}
