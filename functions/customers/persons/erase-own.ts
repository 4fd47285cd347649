import { erasedContact } from '#domain/customers/contact.ts';
import { contactFacets, type Facet, nameFacets, personalFacets } from '#domain/customers/duplicate.ts';
import { type Erasure, whoseOf } from '#domain/customers/erasure.ts';
import type { World } from '#functions/http/world.ts';
import { customerPartition, readCustomerOrBinned, toContact } from '#store/customers.ts';
import { copiesMissing } from '#store/customers-copies.ts';
import { type Progress, putErasureProgress, readErasureProgress } from '#store/customers-erasures.ts';
import { type Digest, digestWith } from '#store/customers-matching.ts';
import { readSnapshotRows, type Snapshot, snapshotIn } from '#store/customers-merges.ts';
import { noteRows } from '#store/customers-notes.ts';
import { readTimelineRows } from '#store/customers-pulse.ts';
import { rowsOf } from '#store/rows.ts';
import { type Found, type Table, type Write, withConsistentReads } from '#store/table.ts';
import { ticketsAbout } from '#store/tickets-erasure.ts';
import { removeFacets } from '../twins.ts';
import { suppressionsOf } from './begin-erasure.ts';

/** Rows done at a time: with their match keys and suppressions they stay below the hundred of a transaction. */
const rowsAtOnce = 9;

interface Part {
  readonly writes: readonly Write[];
  readonly removed: Readonly<Record<string, number>>;
  readonly suppressed: number;
}

/**
 * The customers' own rows, part by part, each in a transaction with how many have gone: a run that breaks off is run
 * again, finds what is left and counts no row twice. Answers the sums.
 */
export async function eraseOwn(world: World, erasure: Erasure): Promise<Progress> {
  const table = withConsistentReads(world.table);
  const digest = digestWith((await world.secrets()).matching);
  const parts = erasure.scope === 'customer' ? wholeParts(table, digest, erasure) : contactParts(world, table, erasure);
  let progress = await readErasureProgress(table, erasure.id);
  for await (const { writes, removed, suppressed } of parts) {
    progress = {
      removed: added(progress.removed, removed),
      suppressed: progress.suppressed + suppressed,
      version: progress.version + 1,
    };
    await table.commit([...writes, putErasureProgress(erasure.id, progress)]);
  }
  return progress;
}

function added(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sums = { ...a };
  for (const [kind, count] of Object.entries(b)) sums[kind] = (sums[kind] ?? 0) + count;
  return sums;
}

/** Every row of the customer but his consents, whose ledger names nobody and proves what was allowed. */
async function* wholeParts(table: Table, digest: Digest, erasure: Erasure): AsyncGenerator<Part> {
  for (;;) {
    const rows = await readErasable(table, erasure.customerId);
    if (rows.length === 0) return;
    const keys = onceEach(await removeFacets(table, digest, rows.flatMap(facetsIn)));
    const persons = erasure.basis === 'request' ? rows.flatMap(personsIn) : [];
    const removals = rows.map(({ key }): Write => ({ op: 'delete', key, expect: 'any' }));
    yield {
      writes: [...removals, ...keys, ...onceEach(suppressionsOf(digest, persons))],
      removed: { rows: rows.length, matchKeys: keys.length },
      suppressed: new Set(persons.map(({ kind, value }) => `${kind} ${value}`)).size,
    };
  }
}

/** Two contacts may have had one number. */
function onceEach(writes: readonly Write[]): Write[] {
  return [...new Map(writes.map((write) => [`${write.key.pk} ${write.key.sk}`, write])).values()];
}

/** Everything of the customer but himself and the ledger of his consents. */
async function readErasable(table: Table, id: string): Promise<readonly Found[]> {
  const pk = customerPartition(id);
  const before = await table.query({ pk, to: 'consent#', limit: rowsAtOnce });
  if (before.items.length === rowsAtOnce) return before.items;
  const limit = rowsAtOnce - before.items.length;
  const behind = await table.query({ pk, from: 'consent$', limit: limit + 1 });
  return [...before.items, ...behind.items.filter(({ key }) => key.sk !== '~customer')].slice(0, rowsAtOnce);
}

function facetsIn(row: Found): Facet[] {
  // Who went up in him is recognised by his own name still.
  const was = snapshotIn(row.key.sk, row.item)?.customer;
  if (was !== undefined) return nameFacets(was);
  const contact = contactIn(row);
  return contact === undefined ? [] : contactFacets(contact);
}

function personsIn(row: Found): Facet[] {
  const contact = contactIn(row);
  return contact === undefined ? [] : personalFacets(contact);
}

function contactIn({ key, item }: Found) {
  return key.sk.startsWith('contact#') ? toContact(key.sk.slice('contact#'.length), item) : undefined;
}

/** What stands of one person beside his own row: who he was before merges, titles of his tickets, what is in force. */
async function* contactParts(world: World, table: Table, erasure: Erasure): AsyncGenerator<Part> {
  const customer = await readCustomerOrBinned(table, erasure.customerId);
  // With the customer erased meanwhile all of it goes.
  if (customer === undefined) return;
  const { id } = customer;
  const titles = await titlesOf(table, erasure, id);
  yield* chunked('snapshots', await snapshotWrites(world, table, erasure, id));
  yield* chunked('timeline', titles);
  yield* chunked('notes', await noteWrites(table, erasure, id));
  yield* chunked('consentsInForce', await consentWrites(table, erasure, id));
  yield* chunked('copies', await copiesMissing(table, customer));
}

function* chunked(kind: string, writes: readonly Write[]): Generator<Part> {
  for (let at = 0; at < writes.length; at += rowsAtOnce) {
    const part = writes.slice(at, at + rowsAtOnce);
    yield { writes: part, removed: { [kind]: part.length }, suppressed: 0 };
  }
}

async function snapshotWrites({ now }: World, table: Table, { contactIds }: Erasure, id: string): Promise<Write[]> {
  const writes: Write[] = [];
  const without = <C extends Snapshot['customer']>(customer: C): C =>
    contactIds.includes(customer.mainContact.id) && customer.mainContact.erasedAt === undefined
      ? { ...customer, mainContact: erasedContact(customer.mainContact, now) }
      : customer;
  for await (const { key, snapshot } of readSnapshotRows(table, id)) {
    const { customer, merged } = snapshot;
    const after = { customer: without(customer), ...(merged === undefined ? {} : { merged: without(merged) }) };
    if (after.customer === customer && after.merged === merged) continue;
    writes.push({ op: 'put', key, item: { ...snapshot, ...after }, expect: 'any' });
  }
  return writes;
}

/** A title is a subject, and that of a ticket was typed. */
async function titlesOf(table: Table, erasure: Erasure, id: string): Promise<Write[]> {
  const numbers = new Map<string, string>();
  for await (const ticket of ticketsAbout(table, whoseOf(erasure, id))) numbers.set(ticket.id, ticket.number);
  const writes: Write[] = [];
  if (numbers.size === 0) return writes;
  for await (const { key, item } of readTimelineRows(table, id)) {
    const title = numbers.get(String(item['refId']));
    if (title !== undefined && item['title'] !== title) {
      writes.push({ op: 'put', key, item: { ...item, title }, expect: 'any' });
    }
  }
  return writes;
}

/** What was noted of him is about nothing else. */
async function noteWrites(table: Table, { contactIds }: Erasure, id: string): Promise<Write[]> {
  const writes: Write[] = [];
  for await (const { key, item } of noteRows(table, id)) {
    if (contactIds.includes(String(item['contactId']))) writes.push({ op: 'delete', key, expect: 'any' });
  }
  return writes;
}

/** What he allowed stands in the ledger as proof; nothing is allowed any more. */
async function consentWrites(table: Table, { contactIds }: Erasure, id: string): Promise<Write[]> {
  const writes: Write[] = [];
  for (const contactId of contactIds) {
    const asked = { pk: customerPartition(id), beginsWith: `consent-now#${contactId}#`, limit: 100 };
    for await (const { key } of rowsOf(table, asked)) writes.push({ op: 'delete', key, expect: 'any' });
  }
  return writes;
}
