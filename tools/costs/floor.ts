import type { Key } from '#store/keys.ts';
import { indexNames } from '#store/keys.ts';
import type { Item, Table, Write } from '#store/table.ts';

export interface Units {
  read: number;
  write: number;
}

type Put = Extract<Write, { readonly op: 'put' }>;

/**
 * Reckons beside a table what the same results would cost at the least: each row read once, eventually, in requests of
 * its own size; each row and each index entry that must change written once, without a transaction and its checks.
 */
export function reckoning(table: Table) {
  const units: Units = { read: 0, write: 0 };
  const before = new Map<string, Put>();
  let seen = new Set<string>();
  const once = (what: unknown, bytes: number): void => {
    const name = JSON.stringify(what);
    if (seen.has(name)) return;
    seen.add(name);
    units.read += 0.5 * Math.max(1, Math.ceil(bytes / 4096));
  };
  const reckoned: Table = {
    get: async (key, options) => {
      const item = await table.get(key, options);
      once([key], sizeOf(item));
      return item;
    },
    getMany: async (keys, options) => {
      const items = await table.getMany(keys, options);
      for (const [n, key] of keys.entries()) once([key], sizeOf(items[n]));
      return items;
    },
    query: async (options) => {
      const page = await table.query(options);
      once(
        options,
        page.items.reduce((sum, { item, key }) => sum + sizeOf(item) + sizeOf(key), 0),
      );
      return page;
    },
    commit: async (writes) => {
      await table.commit(writes);
      for (const write of writes) units.write += leastOf(write, before);
    },
    next: async (key, counter) => {
      const value = await table.next(key, counter);
      units.write += 1;
      return value;
    },
  };
  return {
    table: reckoned,
    units,
    reset: () => {
      Object.assign(units, { read: 0, write: 0 });
      seen = new Set();
    },
  };
}

function leastOf(write: Write, before: Map<string, Put>): number {
  if (write.op === 'check') return 0;
  if (write.op === 'add') return 1;
  const found = before.get(addressOf(write.key));
  if (write.op === 'delete') {
    before.delete(addressOf(write.key));
    return 1 + (found === undefined ? 0 : entriesOf(found).length);
  }
  before.set(addressOf(write.key), write);
  return kilobytes(sizeOf(write.item) + sizeOf(write.slim) + sizeOf(write.events) + 100) + entryUnits(write, found);
}

/** An index entry is written where it is new or changed; one whose key moved is taken from its old place as well. */
function entryUnits(write: Put, found: Put | undefined): number {
  return [...indexNames, 'agenda' as const].reduce((sum, name) => {
    const [now, then] = [write[name], found?.[name]];
    const isMoved = now?.pk !== then?.pk || now?.sk !== then?.sk;
    const isChanged = name !== 'agenda' && sizeOf(write.slim) > 0 && !isSame(write.slim, found?.slim);
    const gone = then !== undefined && isMoved ? 1 : 0;
    const here = now !== undefined && (isMoved || isChanged) ? kilobytes(sizeOf(write.slim) + 100) : 0;
    return sum + gone + here;
  }, 0);
}

function entriesOf(put: Put): readonly Key[] {
  return [put.gsi1, put.gsi2, put.gsi3, put.agenda].filter((key) => key !== undefined);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** About as DynamoDB counts: names and values in UTF-8. */
function sizeOf(value: Item | readonly unknown[] | Key | undefined): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}

function kilobytes(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

function addressOf({ pk, sk }: Key): string {
  return `${pk} ${sk}`;
}
