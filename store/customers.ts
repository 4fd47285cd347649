import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Contact } from '#domain/customers/contact.ts';
import { Customer, CustomerSummary, erasedAfter } from '#domain/customers/customer.ts';
import { sortableName } from '#domain/customers/name.ts';
import type { Event } from '#events/define.ts';
import { toContactItem, withNumbers } from './customers-numbers.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import type { Expect, Item, Page, Placement, Table, Write } from './table.ts';

/**
 * The customer's own partition, in the order of its sort keys: what is read seldom, then the timeline (`t#<ulid>`),
 * then `~customer` and `~pulse`. One descending query from the end is the overview.
 */
export function customerPartition(id: string): string {
  return partition('customers', id);
}

export function customerKey(id: string): Key {
  return { pk: customerPartition(id), sk: '~customer' };
}

/** The first contact bears the customer's own ULID: it is found without an index, and consistently. */
export function firstContactId(customerId: string): string {
  return `con_${customerId.slice(4)}`;
}

export function contactKey(customerId: string, contactId: string): Key {
  return { pk: customerPartition(customerId), sk: `contact#${contactId}` };
}

/** Position of a customer in the order of creation: ULIDs sort by their instant. */
export function bornAt(customerId: string): string {
  return customerId.slice(4);
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The latest instant that a Date knows: ULIDs reach a little further. */
const lastInstantMs = 8.64e15;

/** The first ten characters of a ULID are its milliseconds. */
export function instantIn(ulid: string): string {
  let ms = 0;
  for (const character of ulid.slice(0, 10)) ms = ms * 32 + crockford.indexOf(character);
  return new Date(Math.min(ms, lastInstantMs)).toISOString();
}

/** Names hold no control characters, so that a tab sorts a name before its continuation. */
export function namedAt({ id, name }: Pick<Customer, 'id' | 'name'>): string {
  return `${sortableName(name)}\t${id.slice(4)}`;
}

export const ownerPartition = (memberId: string): string => partition('customers', 'owner', memberId);
export const departmentPartition = (departmentId: string): string => partition('customers', 'department', departmentId);
export const departmentNamesPartition = (departmentId: string): string =>
  partition('customers', 'department-names', departmentId);
export const ownerNamesPartition = (memberId: string): string => partition('customers', 'owner-names', memberId);
export const collaboratorPartition = (memberId: string): string => partition('customers', 'collaborator', memberId);

/** A tag is any text that someone typed: its digest has one length, no separator, and says nothing in a key. */
export function tagDigest(tag: string): string {
  return createHash('sha256').update(tag.normalize('NFC')).digest('base64url').slice(0, 22);
}

/** What lists show. Stored once, in the customer's slim part; `collaborator#` and `by-tag#` rows hold copies. */
export const ListedCustomer = CustomerSummary.extend({
  contactName: z.string(),
  tags: z.array(z.string()).optional(),
  lastFollowUpAt: z.string().optional(),
});
export type ListedCustomer = z.output<typeof ListedCustomer>;

/**
 * The slim part, less the id, which is in the key, the instant of creation, which is in the id, and the version, which
 * would move every index with every write.
 */
export function slimOf(customer: Customer): Item {
  const { id, number, kind, name, industry, level, ownerId, departmentId, createdAt, mainContact } = customer;
  return {
    ...{ number, kind, name, industry, level, ownerId, departmentId, contactName: mainContact.name },
    ...(createdAt === instantIn(bornAt(id)) ? {} : { createdAt }),
  };
}

export function toListed({ key, item }: { readonly key: Key; readonly item: Item }): ListedCustomer {
  const id = idIn(key.pk);
  return ListedCustomer.parse({ createdAt: instantIn(bornAt(id)), ...item, id });
}

/** The customer's id in the partition key of any of his rows. */
export function idIn(pk: string): string {
  return pk.slice('customers#'.length);
}

/** In the bin he is in no list and waits for his erasure. */
function placementOf(customer: Customer): Placement {
  const { id, ownerId, departmentId, deletedAt } = customer;
  if (deletedAt !== undefined) return { agenda: agendaKey('customers', erasedAfter(deletedAt), id) };
  return {
    gsi1: { pk: ownerPartition(ownerId), sk: bornAt(id) },
    gsi2: { pk: departmentPartition(departmentId), sk: bornAt(id) },
    gsi3: { pk: departmentNamesPartition(departmentId), sk: namedAt(customer) },
  };
}

/** What goes without saying is not stored: with it a customer would cost one write unit more. */
export function putCustomer(customer: Customer, expect: Expect, events: readonly Event[] = []): Write {
  const { id, mainContact, collaboratorIds, tags, externalIds, updatedAt, updatedBy, ...rest } = customer;
  const slim = slimOf(customer);
  const own = Object.fromEntries(Object.entries(rest).filter(([name]) => !(name in slim) && name !== 'createdAt'));
  const { name: _, id: contactId, ...contact } = toContactItem(mainContact);
  return {
    op: 'put',
    key: customerKey(id),
    item: {
      ...own,
      mainContact: contactId === firstContactId(id) ? contact : { ...contact, id: contactId },
      ...(collaboratorIds.length > 0 ? { collaboratorIds } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      ...(externalIds.length > 0 ? { externalIds } : {}),
      ...(updatedAt === customer.createdAt ? {} : { updatedAt }),
      ...(updatedBy === customer.createdBy ? {} : { updatedBy }),
    },
    slim,
    ...placementOf(customer),
    expect,
    events,
  };
}

/** Undefined for what is no customer any more: an erased or merged one keeps only his number. */
export function toCustomer(id: string, item: Item | undefined): Customer | undefined {
  if (item === undefined || item['erasedAt'] !== undefined || mergedInto(item) !== undefined) return undefined;
  const { contactName, createdAt = instantIn(bornAt(id)), ...rest } = item;
  const mainContact = withNumbers((item['mainContact'] as Item | undefined) ?? {});
  return Customer.parse({
    collaboratorIds: [],
    tags: [],
    externalIds: [],
    createdAt,
    updatedAt: createdAt,
    updatedBy: item['createdBy'],
    ...rest,
    id,
    mainContact: { id: firstContactId(id), name: contactName, ...mainContact },
  });
}

/** The customer into whom another was merged, as the other's row says. */
function mergedInto(item: Item | undefined): string | undefined {
  const into = item?.['mergedInto'];
  return typeof into === 'string' ? into : undefined;
}

/** More merges than anybody hangs one behind the other. */
const mergesMax = 100;

/** 0.5 RRU. Also those in the bin. The old id of one who was merged gives the survivor, whose id differs; 0.5 more. */
export async function readCustomerOrBinned(table: Table, id: string): Promise<Customer | undefined> {
  let at = id;
  for (let merges = 0; merges < mergesMax; merges += 1) {
    const item = await table.get(customerKey(at));
    const into = mergedInto(item);
    if (into === undefined) return toCustomer(at, item);
    at = into;
  }
  return undefined;
}

/** 0.5 RRU. The main contact is inside. Undefined for one in the bin. */
export async function readCustomer(table: Table, id: string): Promise<Customer | undefined> {
  const customer = await readCustomerOrBinned(table, id);
  return customer?.deletedAt === undefined ? customer : undefined;
}

/** In the order asked, each once, without those that there are not; 0.5 RRU each. */
export async function readCustomers(table: Table, ids: readonly string[]): Promise<Customer[]> {
  const found = await readCustomersBy(table, ids);
  return [...new Map([...found.values()].map((each) => [each.id, each])).values()];
}

/** By the ids asked, which may be old ones of who was merged. */
export async function readCustomersBy(table: Table, ids: readonly string[]): Promise<Map<string, Customer>> {
  const items = await table.getMany(ids.map(customerKey));
  const found = await Promise.all(
    ids.map(async (id, i): Promise<[string, Customer][]> => {
      const into = mergedInto(items[i]);
      const customer = into === undefined ? toCustomer(id, items[i]) : await readCustomerOrBinned(table, into);
      return customer === undefined ? [] : [[id, customer]];
    }),
  );
  return new Map(found.flat());
}

/** A contact of a customer, archived ones too; none who was erased. 0.5 RRU for the main contact, else 1. */
export async function readContact(table: Table, customerId: string, contactId: string): Promise<Contact | undefined> {
  const customer = await readCustomer(table, customerId);
  if (customer === undefined) return undefined;
  const isMain = customer.mainContact.id === contactId;
  const contact = isMain
    ? customer.mainContact
    : toContact(contactId, await table.get(contactKey(customer.id, contactId)));
  return contact?.erasedAt === undefined ? contact : undefined;
}

/** The row of the main contact only says where he is: with his customer. */
export function toContact(id: string, item: Item | undefined): Contact | undefined {
  return item === undefined || item['isMain'] === true ? undefined : Contact.parse({ ...withNumbers(item), id });
}

export interface TaggedCustomer {
  readonly id: string;
  readonly name: string;
  readonly mainContact: Pick<
    Contact,
    'id' | 'name' | 'email' | 'locale' | 'doNotContact' | 'preferredChannel' | 'sealed'
  >;
}

export function tagPartition(tag: string): string {
  return partition('customers', 'tag', tagDigest(tag));
}

/** All customers with a tag, in the order of their creation, for a campaign: 0.5 RRU each beside the index. */
export async function readCustomersByTag(
  table: Table,
  tag: string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<{ readonly items: readonly TaggedCustomer[]; readonly next: string | undefined }> {
  const page = await table.query({
    index: 'gsi3',
    pk: tagPartition(tag),
    limit,
    ...(after === undefined ? {} : { after: { ...byTagKey(`cus_${after}`, tag), indexSk: after } }),
  });
  const customers = await readCustomers(
    table,
    page.items.map(({ key }) => idIn(key.pk)),
  );
  const items = customers
    .filter(({ deletedAt }) => deletedAt === undefined)
    .map(({ id, name, mainContact }) => ({ id, name, mainContact }));
  return { items, next: page.next?.indexSk };
}

export function byTagKey(customerId: string, tag: string): Key {
  return { pk: customerPartition(customerId), sk: `by-tag#${tagDigest(tag)}` };
}

/** Customers whose owner the member is, oldest first; one more than `limit` tells that there are more. */
export async function readOwnedCustomers(table: Table, memberId: string, limit: number): Promise<ListedCustomer[]> {
  const owned: ListedCustomer[] = [];
  let after: Page['next'];
  do {
    const page: Page = await table.query({
      index: 'gsi1',
      pk: ownerPartition(memberId),
      limit: limit + 1,
      ...(after === undefined ? {} : { after }),
    });
    // The partition also holds those of which he is a collaborator, so that one query lists all that are his own.
    owned.push(...page.items.map(toListed).filter(({ ownerId }) => ownerId === memberId));
    after = page.next;
  } while (after !== undefined && owned.length <= limit);
  return owned.slice(0, limit + 1);
}

export function consentNowKey(customerId: string, contactId: string, purpose: string, channel: string): Key {
  return { pk: customerPartition(customerId), sk: `consent-now#${contactId}#${purpose}#${channel}` };
}

/** Whether we may: without a row we may not (rules.md 7). Without a contact the customer's main contact is asked about. */
export async function readConsent(
  table: Table,
  asked: {
    readonly customerId: string;
    readonly contactId?: string | undefined;
    readonly purpose: string;
    readonly channel: string;
  },
): Promise<boolean> {
  const { customerId, purpose, channel } = asked;
  const contactId = asked.contactId ?? (await readCustomer(table, customerId))?.mainContact.id;
  if (contactId === undefined) return false;
  const item = await table.get(consentNowKey(customerId, contactId, purpose, channel));
  return item?.['granted'] === true;
}
