import * as z from 'zod';
import {
  CompletenessSettings,
  Counted,
  countedOf,
  defaultSettings,
  type Tally,
} from '#domain/customers/completeness.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { bornAt, tagDigest } from './customers.ts';
import { type Key, partition } from './keys.ts';
import { behind, rowsOf } from './rows.ts';
import { compareUtf8 } from './rules.ts';
import type { Page, Table, Write } from './table.ts';

/**
 * What is counted of the customers: per owner and department how many have what, per tag how many bear it. A row for
 * each customer says what was counted of him, so that a change moves the counters by the difference, in one transaction.
 * It stands apart from his own rows: it is not his history, and goes with no merge.
 */
const talliesPartition = partition('customers', 'tallies');
export const tagsPartition = partition('customers', 'tags');
/** Many customers of one owner come at once when they are imported: their counts are spread. */
const shards = 4;

function countedKey(customerId: string): Key {
  return { pk: partition('customers', 'counted', customerId), sk: 'counted' };
}

export function tagKey(code: string): Key {
  return { pk: tagsPartition, sk: code };
}

const ownerPlace = (memberId: string): string => partition('customers', 'owner-verified', memberId);
const departmentPlace = (departmentId: string): string => partition('customers', 'department-verified', departmentId);

interface Known {
  readonly counted: Counted | undefined;
  readonly version: number;
}

async function readCounted(table: Table, customerId: string): Promise<Known> {
  const item = await table.get(countedKey(customerId), { consistent: true });
  if (item === undefined) return { counted: undefined, version: 0 };
  return { counted: Counted.parse(item), version: z.int().parse(item['version']) };
}

/** Takes the counters to what the customer is now; undefined for one who is no more. None where nothing is counted anew. */
export async function recount(table: Table, customerId: string, customer: Customer | undefined): Promise<Write[]> {
  const { counted: before, version } = await readCounted(table, customerId);
  const after = countedOf(customer);
  if (JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) return [];
  return [
    mark(customerId, after, version),
    ...tallyMoves(customerId, before, after),
    ...(await tagMoves(table, before?.tags ?? [], after?.tags ?? [])),
  ];
}

function mark(customerId: string, counted: Counted | undefined, version: number): Write {
  const key = countedKey(customerId);
  if (counted === undefined) return { op: 'delete', key, expect: { version } };
  const sk = `${counted.verifiedAt}#${bornAt(customerId)}`;
  return {
    op: 'put',
    key,
    item: { ...counted, version: version + 1 },
    gsi1: { pk: ownerPlace(counted.ownerId), sk },
    gsi2: { pk: departmentPlace(counted.departmentId), sk },
    expect: version === 0 ? 'absent' : { version },
  };
}

function tallyMoves(customerId: string, before: Counted | undefined, after: Counted | undefined): Write[] {
  const shard = customerId.charCodeAt(customerId.length - 1) % shards;
  const sums = new Map<string, Record<string, number>>();
  const add = (counted: Counted | undefined, amount: number): void => {
    if (counted === undefined) return;
    const sk = `${counted.departmentId}#${counted.ownerId}#${shard}`;
    const sum = sums.get(sk) ?? {};
    for (const name of ['customers', ...counted.has]) sum[name] = (sum[name] ?? 0) + amount;
    sums.set(sk, sum);
  };
  add(before, -1);
  add(after, 1);
  return [...sums].flatMap(([sk, sum]): Write[] => {
    const moved = Object.entries(sum).filter(([, amount]) => amount !== 0);
    return moved.length === 0 ? [] : [{ op: 'add', key: { pk: talliesPartition, sk }, add: Object.fromEntries(moved) }];
  });
}

/** A tag is in the register from the first customer who bears it. */
async function tagMoves(table: Table, before: readonly string[], after: readonly string[]): Promise<Write[]> {
  const come = after.filter((tag) => !before.includes(tag));
  const gone = before.filter((tag) => !after.includes(tag));
  const known = come.length === 0 ? [] : await table.getMany(come.map(countOf), { consistent: true });
  return [
    ...come.map(
      (tag, i): Write =>
        known[i] === undefined
          ? { op: 'put', key: countOf(tag), item: { tag, customers: 1, version: 1 }, expect: 'absent' }
          : { op: 'add', key: countOf(tag), add: { customers: 1 } },
    ),
    ...gone.map((tag): Write => ({ op: 'add', key: countOf(tag), add: { customers: -1 } })),
  ];
}

function countOf(tag: string): Key {
  return tagKey(tagDigest(tag));
}

const Counts = z.record(z.string(), z.unknown());

/** One query: 0.5 RRU for about 20 owners, a few for a company of hundreds. */
export async function readTallies(table: Table): Promise<Tally[]> {
  const tallies = new Map<string, { ownerId: string; departmentId: string; has: Record<string, number> }>();
  for await (const { key, item } of rowsOf(table, { pk: talliesPartition, limit: 500 })) {
    const [departmentId = '', ownerId = ''] = key.sk.split('#');
    const at = `${departmentId}#${ownerId}`;
    const tally = tallies.get(at) ?? { ownerId, departmentId, has: {} };
    for (const [name, count] of Object.entries(Counts.parse(item))) {
      if (typeof count === 'number') tally.has[name] = (tally.has[name] ?? 0) + count;
    }
    tallies.set(at, tally);
  }
  return [...tallies.values()].map((tally) => ({ ...tally, customers: tally.has['customers'] ?? 0 }));
}

const settingsKey: Key = { pk: partition('customers', 'completeness'), sk: '~settings' };

/** 0.5 RRU. */
export async function readCompletenessSettings(table: Table): Promise<CompletenessSettings> {
  const item = await table.get(settingsKey);
  return item === undefined ? defaultSettings : CompletenessSettings.parse(item);
}

export function putCompletenessSettings(settings: CompletenessSettings): Write {
  const expect = settings.version === 1 ? 'absent' : { version: settings.version - 1 };
  return { op: 'put', key: settingsKey, item: settings, expect };
}

export type VerifiedOf = { readonly ownerId: string } | { readonly departmentId: string };

/** Customers whom nobody has verified since an instant, the longest ago first. `after` is the last position given. */
export async function readUnverified(
  table: Table,
  places: readonly VerifiedOf[],
  { before, limit, after }: { readonly before: string; readonly limit: number; readonly after?: string | undefined },
): Promise<{ readonly ids: readonly string[]; readonly next: string | undefined }> {
  const pages = await Promise.all(
    places.map(
      (place): Promise<Page> =>
        table.query({
          ...('ownerId' in place
            ? { index: 'gsi1' as const, pk: ownerPlace(place.ownerId) }
            : { index: 'gsi2' as const, pk: departmentPlace(place.departmentId) }),
          to: before,
          limit: limit + 1,
          ...(after === undefined ? {} : { from: behind(after) }),
        }),
    ),
  );
  const positions = pages.flatMap(({ items }) => items.map(({ indexSk = '' }) => indexSk));
  const sorted = [...new Set(positions)].toSorted(compareUtf8);
  const shown = sorted.slice(0, limit);
  return {
    ids: shown.map((position) => `cus_${position.slice(position.indexOf('#') + 1)}`),
    next: sorted.length > limit ? shown.at(-1) : undefined,
  };
}
