import type { Event } from '#events/define.ts';
import type { Writer } from './audited.ts';
import type { Key } from './keys.ts';
import { toAttributes } from './requests.ts';
import { assertWritable, compareUtf8, versionOf } from './rules.ts';
import { type Found, type Item, type Page, type QueryOptions, StaleWrite, type Table, type Write } from './table.ts';

/** A table in memory for tests: the same promises as store/dynamo.ts, none of its latency. */
export interface MemoryTable extends Table {
  /** All events ever committed, in the order of their commits: what the relay would publish. */
  readonly news: readonly Event[];
  /** All changes of audited items, in order, as the stream would show them: whole rows before and after. */
  readonly changes: readonly StreamedChange[];
  /** All rows, in key order, as `get` answers them. */
  rows(): readonly { readonly key: Key; readonly item: Item; readonly expiresAt?: number }[];
}

export interface StreamedChange {
  readonly key: Key;
  readonly before?: Item;
  readonly after?: Item;
}

type Put = Extract<Write, { readonly op: 'put' }>;
type Add = Pick<Extract<Write, { readonly op: 'add' }>, 'key' | 'add' | 'expiresAt'>;
type Row = Pick<Put, 'key' | 'item' | 'gsi1' | 'gsi2' | 'gsi3' | 'agenda' | 'slim' | 'expiresAt'>;

export function memoryTable(): MemoryTable {
  const rows = new Map<string, Row>();
  const news: Event[] = [];
  const streamed = streamOfChanges();
  const get = (key: Key): Item | undefined => {
    const row = rows.get(address(key));
    return row === undefined ? undefined : readable(row);
  };
  return {
    news,
    changes: streamed.changes,
    rows: () =>
      [...rows.values()]
        .sort((a, b) => compareUtf8(a.key.pk, b.key.pk) || compareUtf8(a.key.sk, b.key.sk))
        .map((row) => ({ key: row.key, item: readable(row), ...defined('expiresAt', row.expiresAt) })),
    get: async (key) => get(key),
    getMany: async (keys, options) =>
      keys.map((key) => {
        const waits = options?.agenda === true ? rows.get(address(key))?.agenda : undefined;
        return waits === undefined ? get(key) : { ...get(key), agendask: waits.sk };
      }),
    query: async (options) => query([...rows.values()], options),
    commit: async (writes, writer) => {
      assertWritable(writes);
      const failed = writes.flatMap((write, index) => {
        const found = rows.get(address(write.key));
        return holds(write, found) ? [] : [{ index, ...defined('found', found && readable(found)) }];
      });
      if (failed.length > 0) throw new StaleWrite(failed);
      // Everything is copied, and so checked, before anything is changed: all or nothing.
      const after = writes.map((write) => [address(write.key), rowAfter(write, rows.get(address(write.key)))] as const);
      const events = writes.flatMap((write) => copy((write.op === 'put' && write.events) || []) as readonly Event[]);
      for (const [at, row] of after) {
        if (row === undefined) rows.delete(at);
        else rows.set(at, row);
      }
      news.push(...events);
      for (const write of writes) streamed.add(write, writer);
    },
    next: async (key, counter, by = 1) => {
      const row = added({ key, add: { [counter]: by } }, rows.get(address(key)));
      rows.set(address(key), row);
      return row.item[counter] as number;
    },
  };
}

/** Of what is not audited nothing is kept. */
function streamOfChanges() {
  const changes: StreamedChange[] = [];
  const images = new Map<string, Item>();
  const add = (write: Write, writer: Writer | undefined): void => {
    if (write.op !== 'put' && write.op !== 'delete') return;
    const at = address(write.key);
    const before = images.get(at);
    const image = write.op === 'put' ? toAttributes(write, String(changes.length), writer) : undefined;
    const after = image?.['audit'] === undefined ? undefined : (copy(image) as Item);
    if (before === undefined && after === undefined) return;
    if (after === undefined) images.delete(at);
    else images.set(at, after);
    changes.push({ key: write.key, ...defined('before', before), ...defined('after', after) });
  };
  return { changes, add };
}

const address = ({ pk, sk }: Key): string => `${pk}\u0000${sk}`;

function readable(row: Row): Item {
  return copy({ ...row.item, ...row.slim }) as Item;
}

function holds(write: Write, found: Row | undefined): boolean {
  if (write.op === 'add' || write.expect === 'any') return true;
  if (write.expect === 'absent') return found === undefined;
  if (write.expect === 'present') return found !== undefined;
  return found !== undefined && versionOf(found) === write.expect.version;
}

/** What stands there after the write. */
function rowAfter(write: Write, found: Row | undefined): Row | undefined {
  switch (write.op) {
    case 'delete':
      return undefined;
    case 'check':
      return found;
    case 'add':
      return added(write, found);
    case 'put': {
      const { op, expect, events, ...row } = write;
      return copy(row) as Row;
    }
  }
}

function added({ key, add, expiresAt }: Add, found: Row | undefined): Row & { readonly item: Item } {
  const item: Item = { ...found?.item };
  for (const [name, amount] of Object.entries(add)) {
    const before = item[name] ?? 0;
    if (typeof before !== 'number') throw new TypeError(`${name} is no counter`);
    item[name] = before + amount;
  }
  return { ...found, key, item, ...defined('expiresAt', expiresAt) };
}

function query(
  rows: readonly Row[],
  { index, pk, from, to, beginsWith, descending, limit, after }: QueryOptions,
): Page {
  const direction = descending === true ? -1 : 1;
  const order = (a: Placed, b: Placed): number =>
    direction *
    (compareUtf8(a.sortKey, b.sortKey) || compareUtf8(a.key.pk, b.key.pk) || compareUtf8(a.key.sk, b.key.sk));
  const start = after && { key: index === undefined ? { ...after, pk } : after, sortKey: after.indexSk ?? after.sk };
  const rest = rows
    .flatMap((row) => placed(row, index, pk))
    .filter(({ sortKey }) => from === undefined || compareUtf8(sortKey, from) >= 0)
    .filter(({ sortKey }) => to === undefined || compareUtf8(sortKey, to) <= 0)
    .filter(({ sortKey }) => beginsWith === undefined || sortKey.startsWith(beginsWith))
    .filter((row) => start === undefined || order(row, start) > 0)
    .sort(order);
  const items = rest.slice(0, limit).map(({ found }) => found);
  const last = items.at(-1);
  if (last === undefined || rest.length <= limit) return { items };
  return { items, next: { ...last.key, ...defined('indexSk', last.indexSk) } };
}

interface Placed {
  readonly key: Key;
  readonly sortKey: string;
}

/** The row as the queried partition holds it, if it does. */
function placed(row: Row, index: QueryOptions['index'], pk: string): readonly (Placed & { readonly found: Found })[] {
  const { key } = row;
  if (index === undefined) {
    return key.pk === pk ? [{ key, sortKey: key.sk, found: { key: { ...key }, item: readable(row) } }] : [];
  }
  const place = row[index];
  if (place?.pk !== pk) return [];
  const item = index === 'agenda' ? {} : (copy(row.slim ?? {}) as Item);
  return [{ key, sortKey: place.sk, found: { key: { ...key }, indexSk: place.sk, item } }];
}

function defined<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in K]: V });
}

/** What DynamoDB would hand back: undefined values gone, and what it cannot store refused. */
function copy(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.filter((entry) => entry !== undefined).map(copy);
  if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return Object.fromEntries(entries.map(([name, entry]) => [name, copy(entry)]));
  }
  throw new TypeError(`DynamoDB cannot store ${String(value)}`);
}
