import type { Contact } from '#domain/customers/contact.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { contactFacets, type Facet, nameFacets } from '#domain/customers/duplicate.ts';
import type { Merge } from '#domain/customers/merge.ts';
import { customerPartition, toContact } from '#store/customers.ts';
import { putContact } from '#store/customers-contacts.ts';
import { type Digest, giveExternalId, giveMatch, readExternalHolders, readMatches } from '#store/customers-matching.ts';
import { type Moved, putMoved } from '#store/customers-merges.ts';
import { isNote, putNote, toNote } from '#store/customers-notes.ts';
import { moveState } from '#store/customers-pulse.ts';
import type { Found, Table, Write } from '#store/table.ts';

/** What must happen together when one row goes from one customer to another. */
export interface Unit {
  readonly writes: readonly Write[];
  /** For the ledger: whose row it was. */
  readonly moved?: { readonly from: string; readonly row: Moved['rows'][number] };
}

export interface Way {
  readonly from: string;
  readonly to: string;
  readonly now: Date;
}

/** Most that one transaction takes, less a head and the Idempotency-Key's row. */
export const roomMax = 90;

/** Copies of the customer's slim part: made anew for the survivor, so those of the others only go. */
const derived = ['by-tag#', 'collaborator#', 'silence#'];

/** Everything of one who goes up in another, so many rows at a time; what has moved is not found again. */
export async function unitsOf(table: Table, digest: Digest, loser: Customer, way: Way, limit: number): Promise<Unit[]> {
  // Himself and his figures stand behind '~'.
  const { items } = await table.query({ pk: customerPartition(loser.id), to: '~', limit, consistent: true });
  // A row without a name of its own is about the customer himself, and whoever keeps it learns of the merge.
  const own = items.filter(({ key }) => key.sk.includes('#'));
  const rows = await Promise.all(own.map((row) => unitOf(table, digest, row, way)));
  return [...rows, ...(await keyUnits(table, digest, loser, way))];
}

async function unitOf(table: Table, digest: Digest, row: Found, way: Way): Promise<Unit> {
  const { key, item } = row;
  if (derived.some((prefix) => key.sk.startsWith(prefix))) return { writes: [removed(row)] };
  if (isNote(key)) {
    return { writes: carried(row, way), moved: { from: way.from, row: { sk: key.sk, version: toNote(row).version } } };
  }
  if (!key.sk.startsWith('contact#'))
    return { writes: carried(row, way), moved: { from: way.from, row: { sk: key.sk } } };
  const contact = toContact(key.sk.slice('contact#'.length), item);
  if (contact === undefined) return { writes: [removed(row)] };
  return {
    writes: await contactWrites(table, digest, contact, row, way),
    moved: { from: way.from, row: { sk: key.sk, version: contact.version } },
  };
}

export async function contactWrites(
  table: Table,
  digest: Digest,
  contact: Contact,
  row: Found,
  way: Way,
): Promise<Write[]> {
  return [
    putContact(way.to, contact, 'any'),
    removed(row),
    ...(await keysGiven(table, digest, contactFacets(contact), way)),
  ];
}

/** A row as it is, in the other's partition. */
export function carried(row: Found, { to, now }: Way): Write[] {
  return [moved(row, to, now), removed(row)];
}

function moved(row: Found, to: string, now: Date): Write {
  const { key, item } = row;
  if (key.sk.startsWith('open#')) return moveState(to, row, now);
  if (isNote(key)) return putNote({ ...toNote(row), customerId: to }, 'any');
  return { op: 'put', key: { pk: customerPartition(to), sk: key.sk }, item, expect: 'any' };
}

/** Under its version, if it has one: what somebody changed meanwhile is carried by the next try. */
function removed({ key, item }: Found): Write {
  const version = item['version'];
  return { op: 'delete', key, expect: typeof version === 'number' ? { version } : 'any' };
}

/** By what he himself is recognised: name, main contact and external ids. */
export async function keyUnits(table: Table, digest: Digest, customer: Customer, way: Way): Promise<Unit[]> {
  const facets = [...contactFacets(customer.mainContact), ...nameFacets(customer)];
  const { externalIds } = customer;
  const [given, holders] = await Promise.all([
    keysGiven(table, digest, facets, way),
    externalIds.length === 0 ? [] : readExternalHolders(table, digest, externalIds, true),
  ]);
  const claimed = externalIds
    .filter((_, i) => holders[i] === way.from)
    .map((each) => giveExternalId(digest, each, way.to));
  return [...given, ...claimed].map((write) => ({ writes: [write] }));
}

async function keysGiven(table: Table, digest: Digest, facets: readonly Facet[], { from, to }: Way): Promise<Write[]> {
  const found = await Promise.all(
    facets.map(async (facet) => {
      const matches = await readMatches(table, digest, facet, true);
      return matches.filter(({ customerId, holderId }) => customerId === from && holderId === facet.holderId);
    }),
  );
  const writes = found.flat().map((match) => giveMatch(match, to));
  // One number as mobile and as landline may meet on one row.
  return [...new Map(writes.map((write) => [`${write.key.pk} ${write.key.sk}`, write])).values()];
}

/** Units as transactions, each with its part of the ledger. */
export function packed(
  { id }: Pick<Merge, 'id'>,
  survivorId: string,
  units: readonly Unit[],
  room: number = roomMax,
): Write[][] {
  const groups: Unit[][] = [];
  let size = room;
  for (const unit of units) {
    // Each may bring a ledger row of its own; most share one.
    const more = unit.writes.length + 1;
    if (size + more > room) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(unit);
    size += unit.writes.length + (isFirstOf(groups.at(-1) ?? [], unit) ? 1 : 0);
  }
  return groups.map((group) => [...group.flatMap(({ writes }) => writes), ...ledgerOf(id, survivorId, group)]);
}

function isFirstOf(group: readonly Unit[], unit: Unit): boolean {
  return unit.moved !== undefined && group.find(({ moved }) => moved?.from === unit.moved?.from) === unit;
}

function ledgerOf(mergeId: string, survivorId: string, group: readonly Unit[]): Write[] {
  const moved = group.flatMap((unit) => unit.moved ?? []);
  return [...Map.groupBy(moved, ({ from }) => from)].map(([from, rows]) =>
    putMoved(survivorId, mergeId, { from, rows: rows.map(({ row }) => row) }),
  );
}
