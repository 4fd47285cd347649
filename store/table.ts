import type { Event } from '#events/define.ts';
import type { Writer } from './audited.ts';
import type { IndexName, Key } from './keys.ts';

export type Item = Record<string, unknown>;

/** Where else an item is found. `slim` fields are copied into the indexes; reads merge them back into the item. */
export interface Placement {
  readonly gsi1?: Key;
  readonly gsi2?: Key;
  readonly gsi3?: Key;
  /** What gsi1 to gsi3 project: stored once, under `slim`, and merged back when the item is read. */
  readonly slim?: Item;
  /** The instant at which the item's sweep is to look at it; made with agendaKey(). */
  readonly agenda?: Key;
  /** TTL: epoch seconds after which DynamoDB removes the item. */
  readonly expiresAt?: number;
}

export type Expect = 'absent' | 'any' | { readonly version: number };

export type Write =
  | (Placement & {
      readonly op: 'put';
      readonly key: Key;
      /** The whole item less its `slim` part. Under `expect: { version }` it holds `version` one higher. */
      readonly item: Item;
      readonly expect: Expect;
      /** What this write means to the rest of the system. Stored in the item, so that state and news cannot part. */
      readonly events?: readonly Event[];
    })
  | { readonly op: 'delete'; readonly key: Key; readonly expect: Expect }
  /** Adds to counters of an item that need not exist. Never under a version: order does not matter to it. */
  | {
      readonly op: 'add';
      readonly key: Key;
      readonly add: Readonly<Record<string, number>>;
      readonly expiresAt?: number;
    }
  /** Holds a transaction to what was read, without writing. */
  | { readonly op: 'check'; readonly key: Key; readonly expect: Expect | 'present' };

export interface QueryOptions {
  readonly index?: IndexName | 'agenda';
  readonly pk: string;
  /** Bounds on the sort key. Both inclusive; `after` is exclusive and is a cursor's position. */
  readonly from?: string;
  readonly to?: string;
  readonly beginsWith?: string;
  readonly descending?: boolean;
  readonly limit: number;
  /** Sort key (of the index queried) of the last row already given. */
  readonly after?: Key & { readonly indexSk?: string };
  /** The table only: an index has no consistent reads. */
  readonly consistent?: boolean;
}

export interface Page {
  readonly items: readonly Found[];
  /** Pass as `after` to go on; undefined at the end. */
  readonly next?: Key & { readonly indexSk?: string };
}

/** A row as read. From gsi1 to gsi3 it holds the key and the slim part, from the agenda the keys only. */
export interface Found {
  readonly key: Key;
  /** Sort key in the index queried. */
  readonly indexSk?: string;
  readonly item: Item;
}

export interface GetManyOptions {
  readonly consistent?: boolean;
  /** Leaves `agendask` in the items that wait on the agenda: a sweep compares it with what the index still says. */
  readonly agenda?: boolean;
}

/** The whole of what this system asks of DynamoDB. store/dynamo.ts and store/memory.ts pass test/contract/table.ts. */
export interface Table {
  get(key: Key, options?: { readonly consistent?: boolean }): Promise<Item | undefined>;
  /** In the order asked; undefined where there is none. Any number of keys. */
  getMany(keys: readonly Key[], options?: GetManyOptions): Promise<readonly (Item | undefined)[]>;
  /** A page is full unless the partition ends. */
  query(options: QueryOptions): Promise<Page>;
  /**
   * All or nothing; throws StaleWrite when an expectation does not hold. One write is a single request (half a
   * transaction's price); at most 100 writes. A repeat of an own write that did succeed is a success.
   */
  commit(writes: readonly Write[], writer?: Writer): Promise<void>;
  /** Adds one (or `by`) to a counter and answers its new value: 1 WRU, for numbers that people see. */
  next(key: Key, counter: string, by?: number): Promise<number>;
  /** Where values of persons are opened as they are read (store/sealed.ts): the same table, which leaves them masked. */
  readonly masked?: Table;
}

/** An expectation did not hold: someone else wrote first. */
export class StaleWrite extends Error {
  override readonly name = 'StaleWrite';
  /** Which of the writes failed, and what stood there instead. */
  readonly failed: readonly { readonly index: number; readonly found?: Item }[];

  constructor(failed: StaleWrite['failed'], options?: ErrorOptions) {
    super('a row changed between read and write', options);
    this.failed = failed;
  }
}

/** The same table; what is committed through it says who wrote. Signed again, by a job for somebody, the later word counts. */
export function signedBy(table: Table, by: Writer): Table {
  return { ...table, commit: (writes, writer) => table.commit(writes, writer ?? by) };
}

/** For whoever sees no more than masks: opens nothing. */
export function maskedOf(table: Table): Table {
  return table.masked ?? table;
}

/** The same table with every read consistent: for the one run again after a StaleWrite. Indexes cannot be. */
export function withConsistentReads(table: Table): Table {
  return {
    ...table,
    get: (key) => table.get(key, { consistent: true }),
    getMany: (keys, options) => table.getMany(keys, { ...options, consistent: true }),
    query: (options) => table.query(options.index === undefined ? { ...options, consistent: true } : options),
    ...(table.masked === undefined ? {} : { masked: withConsistentReads(table.masked) }),
  };
}
