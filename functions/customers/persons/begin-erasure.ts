import { type Contact, erasedContact } from '#domain/customers/contact.ts';
import { type Customer, changed } from '#domain/customers/customer.ts';
import { contactFacets, type Facet, nameFacets, personalFacets } from '#domain/customers/duplicate.ts';
import { type Erasure, newErasure } from '#domain/customers/erasure.ts';
import { assertOpened } from '#domain/shared/sealed.ts';
import { minuteMs } from '#domain/shared/time.ts';
import { customerChanged, customerErased, personErased } from '#events/customers.ts';
import type { World } from '#functions/http/world.ts';
import { customerKey } from '#store/customers.ts';
import { type FoundContact, putContact, putErased, readContacts } from '#store/customers-contacts.ts';
import { putErasure, putErasureProgress } from '#store/customers-erasures.ts';
import { type Digest, digestWith, putSuppression } from '#store/customers-matching.ts';
import type { Table, Write } from '#store/table.ts';
import { emailKeyOf } from '#store/tickets-requesters.ts';
import { changeWrites } from '../change-writes.ts';
import { roomMax } from '../merges/merge-rows.ts';
import { removeFacets } from '../twins.ts';

export interface AskedErasure {
  readonly basis: Erasure['basis'];
  readonly reason?: string;
  readonly forced?: boolean;
  readonly actorId: string;
}

export interface Begun {
  readonly erasure: Erasure;
  readonly writes: Write[];
}

/** Reads that were on their way when somebody was erased have long ended by then. */
const settleMs = 10 * minuteMs;

/** When the sweep asks again, for what was on its way and for who has not reported. */
export function erasureWakesAt(now: Date): Date {
  return new Date(now.getTime() + settleMs);
}

/** Hashes of their e-mail addresses, of those who were archived too. */
export function emailKeysOf(digest: Digest, contacts: readonly Contact[]): string[] {
  const keys = contacts.flatMap((contact) => {
    assertOpened(contact);
    return contact.email === undefined ? [] : [emailKeyOf(digest, contact.email)];
  });
  return [...new Set(keys)];
}

/** One transaction after which nobody finds him, in clear or by key; what was typed about him goes by the news of it. */
export async function beginContactErasure(world: World, found: FoundContact, asked: AskedErasure): Promise<Begun> {
  const { customer, contact } = found;
  const digest = digestWith((await world.secrets()).matching);
  const keys = await removeFacets(world.table, digest, contactFacets(contact));
  const facets = personalFacets(contact);
  const suppressions = suppressionsOf(digest, facets);
  const erasure = newErasure({
    ...asked,
    id: world.newId('ers'),
    customer,
    contactIds: [contact.id],
    emailKeys: emailKeysOf(digest, [contact]),
    scope: 'contact',
    erased: { contacts: 1, matchKeys: keys.length },
    suppressed: facets.length,
    now: world.now,
  });
  const fixed = [...heads(world, erasure), ...keys, ...suppressions];
  const [own, copies] = blankWrites(world, found, asked.actorId);
  // Copies beyond what a transaction takes are mended with the rest (erase-own.ts).
  const isWhole = fixed.length + own.length + copies.length <= roomMax;
  return { erasure, writes: [...fixed, ...own, ...(isWhole ? copies : [])] };
}

/** His row, and the copies of it in lists. */
function blankWrites(world: World, { customer, contact, isMain }: FoundContact, actorId: string): [Write[], Write[]] {
  const after = erasedContact(contact, world.now);
  if (!isMain) {
    const event = world.event(customerChanged, customer.id, { customerId: customer.id, fields: ['contacts'] });
    const put = putContact(customer.id, after, { version: contact.version }, [event]);
    return [[put, { op: 'check', key: customerKey(customer.id), expect: { version: customer.version } }], []];
  }
  const next = changed(customer, { mainContact: after }, { now: world.now, actorId });
  const writes = changeWrites(world, customer, next);
  return [writes.slice(0, 1), writes.slice(1)];
}

/** The customer himself goes at once; his rows go in parts, by the news of it. */
export async function beginCustomerErasure(world: World, customer: Customer, asked: AskedErasure): Promise<Begun> {
  const digest = digestWith((await world.secrets()).matching);
  const { mainContact } = customer;
  const keys = await removeFacets(world.table, digest, [...contactFacets(mainContact), ...nameFacets(customer)]);
  const facets = asked.basis === 'request' ? personalFacets(mainContact) : [];
  const suppressions = suppressionsOf(digest, facets);
  const contacts = await contactsOf(world.table, customer);
  const contactIds = contacts.map(({ id }) => id);
  const erasure = newErasure({
    ...asked,
    id: world.newId('ers'),
    customer,
    contactIds,
    emailKeys: asked.basis === 'request' ? emailKeysOf(digest, contacts) : [],
    scope: 'customer',
    erased: { contacts: contactIds.length, matchKeys: keys.length },
    suppressed: facets.length,
    now: world.now,
  });
  const gone = world.event(customerErased, customer.id, { customerId: customer.id });
  return {
    erasure,
    writes: [putErased(customer, world.now, [gone]), ...heads(world, erasure), ...keys, ...suppressions],
  };
}

/** The erasure with its news, and what has gone already. */
function heads(world: World, erasure: Erasure): Write[] {
  const { id: erasureId, customerId, erased, suppressed } = erasure;
  const event = world.event(personErased, customerId, { erasureId, customerId });
  return [
    putErasure(erasure, { events: [event], wakesAt: erasureWakesAt(world.now) }),
    putErasureProgress(erasureId, { removed: { ...erased['customers'] }, suppressed, version: 1 }),
  ];
}

export function suppressionsOf(digest: Digest, facets: readonly Facet[]): Write[] {
  return facets.flatMap((facet) => putSuppression(digest, facet));
}

/** Everybody who is known at a customer, archived or not. */
export async function contactsOf(table: Table, { id, mainContact }: Customer): Promise<Contact[]> {
  const contacts = [mainContact];
  let after: string | undefined;
  do {
    const page = await readContacts(table, id, { limit: 500, after });
    contacts.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return contacts;
}
