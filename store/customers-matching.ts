import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { ExternalId } from '#domain/customers/customer.ts';
import type { Facet } from '#domain/customers/duplicate.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { Found, Page, Table, Write } from './table.ts';

/**
 * By what customers are found exactly and at once: `customers#match#<kind>#<HMAC>`. The first holder's row is `claim`,
 * put under a condition, so that of two who come at once one learns of the other; a twin made on purpose, or a holder
 * that makes nobody a twin, has a row of his own beside it.
 */
const MatchRow = z.object({
  customerId: z.string(),
  holderId: z.string(),
  reason: z.enum(['mobile', 'email', 'name']).optional(),
});

export interface Match extends z.output<typeof MatchRow> {
  readonly key: Key;
}

/** How a facet stands in keys: never in clear. */
export type Digest = (kind: string, value: string) => string;

export function digestWith(secret: string): Digest {
  const key = Buffer.from(secret, 'base64');
  return (kind, value) => createHmac('sha256', key).update(`${kind}\n${value}`).digest('base64url');
}

function matchPartition(digest: Digest, kind: string, value: string): string {
  return partition('customers', 'match', kind, digest(kind, value));
}

/** What is known of one key. */
export interface KnownKey {
  readonly matches: Match[];
  /** Who had it asked to be forgotten. */
  readonly isSuppressed: boolean;
}

/** Who has it, and whether somebody who had it was erased: 0.5 RRU, consistently 1. */
export async function readKey(
  table: Table,
  digest: Digest,
  { kind, value }: Pick<Facet, 'kind' | 'value'>,
  consistent = false,
): Promise<KnownKey> {
  const { items } = await table.query({ pk: matchPartition(digest, kind, value), limit: 50, consistent });
  const holders = items.filter(isMatch).map(toMatch);
  return { matches: holders, isSuppressed: items.some(({ key }) => key.sk === suppressed) };
}

export async function readMatches(
  table: Table,
  digest: Digest,
  facet: Pick<Facet, 'kind' | 'value'>,
  consistent = false,
): Promise<Match[]> {
  return (await readKey(table, digest, facet, consistent)).matches;
}

function toMatch({ key, item }: Found): Match {
  return { ...MatchRow.parse(item), key };
}

const suppressed = 'erased';
/** Stands in a partition since it first held more than a claim: the claim and it tell whether there is more to read. */
const more = 'more';

function isMatch({ key }: Found): boolean {
  return key.sk !== suppressed && key.sk !== more;
}

function markMore(pk: string): Write {
  return { op: 'put', key: { pk, sk: more }, item: {}, expect: 'any' };
}

function suppressionKey(digest: Digest, { kind, value }: Pick<Facet, 'kind' | 'value'>): Key {
  return { pk: matchPartition(digest, kind, value), sk: suppressed };
}

/**
 * Who had this key is not to be entered again unasked. It stands with the holders, so that whoever looks for those
 * finds it without a further read, and says of nobody who it was.
 */
export function putSuppression(digest: Digest, facet: Pick<Facet, 'kind' | 'value'>): Write[] {
  const key = suppressionKey(digest, facet);
  return [{ op: 'put', key, item: {}, expect: 'any' }, markMore(key.pk)];
}

/** He has come back himself. */
export function liftSuppression(digest: Digest, facet: Pick<Facet, 'kind' | 'value'>): Write {
  return { op: 'delete', key: suppressionKey(digest, facet), expect: 'any' };
}

/**
 * A table in which a look for matches is two rows of a batch: for work on many customers at once, of whom hardly one
 * has a twin. 1 RRU a key instead of 0.5, in a hundredth of the requests.
 */
export function matchesByRow(table: Table): Table {
  const query: Table['query'] = async (options) => {
    const { pk, index, consistent } = options;
    const isMatch = pk.startsWith(partition('customers', 'match', '')) && index === undefined && consistent !== true;
    if (!isMatch) return table.query(options);
    const key = { pk, sk: 'claim' };
    const [claim, others] = await table.getMany([key, { pk, sk: more }]);
    if (others !== undefined) return table.query(options);
    return { items: claim === undefined ? [] : [{ key, item: claim }] };
  };
  return { ...table, query };
}

/** The row by which a holder is found. `beside` others (or makes nobody a twin): without a condition. */
export function putMatch(digest: Digest, facet: Facet, customerId: string, beside: boolean): Write[] {
  const { kind, value, reason, holderId } = facet;
  const isClaim = !beside && reason !== undefined;
  const pk = matchPartition(digest, kind, value);
  const row: Write = {
    op: 'put',
    key: { pk, sk: isClaim ? 'claim' : `twin#${holderId}` },
    item: { customerId, holderId, ...(reason === undefined ? {} : { reason }), version: 1 },
    ...(isClaim || reason === undefined ? {} : twinPlace(digest(kind, value), kind, holderId)),
    expect: isClaim ? 'absent' : 'any',
  };
  if (isClaim || reason === undefined) return [row];
  return [row, markMore(pk)];
}

/** Twins are few, and a scan for duplicates finds them all in one place: wherever two have a key, one is a twin. */
const twinsPartition = partition('customers', 'twins');

function twinPlace(digested: string, kind: string, holderId: string) {
  return { gsi1: { pk: twinsPartition, sk: `${kind}#${digested}#${holderId}` } };
}

/** Keys that have a twin, a page at a time: 0.5 RRU for about 20. */
export async function readTwinKeys(
  table: Table,
  { limit, after }: { readonly limit: number; readonly after: Page['next'] },
): Promise<{ readonly partitions: readonly string[]; readonly next: Page['next'] }> {
  const page = await table.query({
    index: 'gsi1',
    pk: twinsPartition,
    limit,
    ...(after === undefined ? {} : { after }),
  });
  return { partitions: [...new Set(page.items.map(({ key }) => key.pk))], next: page.next };
}

/** Everybody who has one key, however many. */
export async function readHolders(table: Table, pk: string): Promise<Match[]> {
  const matches: Match[] = [];
  for await (const row of rowsOf(table, { pk, limit: 200 })) if (isMatch(row)) matches.push(toMatch(row));
  return matches;
}

/** The same row as the key of another customer: who merges, or is taken apart again. */
export function giveMatch({ key, holderId, reason }: Match, customerId: string): Write {
  return {
    op: 'put',
    key,
    item: { customerId, holderId, ...(reason === undefined ? {} : { reason }), version: 1 },
    ...(key.sk === 'claim' || reason === undefined ? {} : twinPlace(digestIn(key), kindIn(key), holderId)),
    expect: 'any',
  };
}

/** `customers#match#<kind>#<digest>` */
function kindIn({ pk }: Key): string {
  return pk.split('#')[2] ?? '';
}

function digestIn({ pk }: Key): string {
  return pk.split('#').slice(3).join('#');
}

/** Only the holder himself removes his row, under his own version, so nobody else can have come in between. */
export function removeMatch({ key }: Match): Write {
  return { op: 'delete', key, expect: 'any' };
}

function externalKey(digest: Digest, { system, id }: ExternalId): Key {
  return { pk: matchPartition(digest, 'external', `${system}:${id}`), sk: 'claim' };
}

/** Unique for ever: never released, so a customer who gives it up may take it again, and nobody else. */
export function claimExternalId(digest: Digest, externalId: ExternalId, customerId: string): Write {
  return { op: 'put', key: externalKey(digest, externalId), item: { customerId, version: 1 }, expect: 'absent' };
}

export function giveExternalId(digest: Digest, externalId: ExternalId, customerId: string): Write {
  return { op: 'put', key: externalKey(digest, externalId), item: { customerId, version: 1 }, expect: 'any' };
}

/** An import that is taken back was a mistake: the id may be given to him who has it. */
export function releaseExternalId(digest: Digest, externalId: ExternalId): Write {
  return { op: 'delete', key: externalKey(digest, externalId), expect: 'any' };
}

export async function readExternalHolders(
  table: Table,
  digest: Digest,
  externalIds: readonly ExternalId[],
  consistent = false,
): Promise<(string | undefined)[]> {
  const keys = externalIds.map((each) => externalKey(digest, each));
  return holders(await table.getMany(keys, { consistent }));
}

function numberKey(number: string): Key {
  return { pk: partition('customers', 'number', number), sk: 'claim' };
}

/** The small row carries the news of the customer's creation, so that his own row stays below a unit. */
export function claimNumber(number: string, customerId: string, events: readonly Event[]): Write {
  return { op: 'put', key: numberKey(number), item: { customerId, version: 1 }, expect: 'absent', events };
}

export async function readNumberHolder(table: Table, number: string): Promise<string | undefined> {
  return holders([await table.get(numberKey(number), { consistent: true })])[0];
}

function holders(items: readonly (Record<string, unknown> | undefined)[]): (string | undefined)[] {
  return items.map((item) => (item === undefined ? undefined : z.string().parse(item['customerId'])));
}

/** Counts the customers of a month; numbers are given in the order of asking. */
export function nextSequence(table: Table, month: string): Promise<number> {
  return table.next({ pk: partition('customers', 'sequence', month), sk: 'sequence' }, 'customers');
}
