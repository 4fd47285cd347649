import { auditedAs, type Writer } from './audited.ts';
import { coalesced } from './coalesced.ts';
import type { Key } from './keys.ts';
import { StaleWrite, type Table, type Write } from './table.ts';

/** Writes of one transaction (DynamoDB). */
const writesMax = 100;

interface Asked<T, R> {
  readonly what: T;
  readonly resolve: (answer: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A table for work that is done side by side: what is read, counted or committed in the same moment travels in as few
 * requests as may be. Each commit is still its own: one whose expectation fails is refused alone, and the others of its
 * transaction are sent again without it. A single write goes by itself, because a transaction would double its price.
 */
export function gathered(given: Table): Table {
  const { table, rest } = watched(given);
  const { get } = coalesced(table);
  const commits = gather<Together, void>((asked) => commitTogether(table, asked), rest);
  const counters = new Map<string, (what: undefined) => Promise<number>>();
  return {
    ...table,
    get,
    getMany: (keys, options) =>
      options?.agenda === true ? table.getMany(keys, options) : Promise.all(keys.map((key) => get(key, options))),
    commit: (writes, writer) => {
      if (writes.length < 2) return table.commit(writes, writer);
      // Who wrote is kept in audited items only: others may travel with anybody's.
      const isAudited = writes.some(({ key }) => auditedAs(key) !== undefined);
      return commits({ writes, writer: isAudited ? writer : undefined });
    },
    next: (key, counter, by) => {
      if (by !== undefined) return table.next(key, counter, by);
      const name = `${key.pk} ${key.sk} ${counter}`;
      const next = counters.get(name) ?? gather((asked) => countTogether(table, key, counter, asked), rest);
      counters.set(name, next);
      return next(undefined);
    },
  };
}

/** Answers when all who can go on have asked: then nobody waits for a read any more. */
type Rest = () => Promise<void>;

/** The same table, with a word on when none of its reads is on its way. */
function watched(table: Table): { readonly table: Table; readonly rest: Rest } {
  let running = 0;
  let waiting: (() => void)[] = [];
  const counted = async <T>(read: Promise<T>): Promise<T> => {
    running += 1;
    try {
      return await read;
    } finally {
      running -= 1;
      if (running === 0) {
        for (const go of waiting) go();
        waiting = [];
      }
    }
  };
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const rest: Rest = async () => {
    await turn();
    while (running > 0) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      await turn();
    }
  };
  return {
    rest,
    table: {
      ...table,
      get: (...asked) => counted(table.get(...asked)),
      getMany: (...asked) => counted(table.getMany(...asked)),
      query: (...asked) => counted(table.query(...asked)),
    },
  };
}

/** Collects what is asked until nobody else is about to ask. */
function gather<T, R>(work: (asked: readonly Asked<T, R>[]) => Promise<void>, rest: Rest): (what: T) => Promise<R> {
  let waiting: Asked<T, R>[] = [];
  const send = async (): Promise<void> => {
    await rest();
    const asked = waiting;
    waiting = [];
    await work(asked).catch((error: unknown) => {
      for (const { reject } of asked) reject(error);
    });
  };
  return (what) =>
    new Promise<R>((resolve, reject) => {
      if (waiting.length === 0) void send();
      waiting.push({ what, resolve, reject });
    });
}

/** Numbers in the order of asking, none left out. */
async function countTogether(
  table: Table,
  key: Key,
  counter: string,
  asked: readonly Asked<undefined, number>[],
): Promise<void> {
  const last = await table.next(key, counter, asked.length);
  for (const [i, { resolve }] of asked.entries()) resolve(last - asked.length + 1 + i);
}

interface Together {
  readonly writes: readonly Write[];
  readonly writer: Writer | undefined;
}

type Commit = Asked<Together, void>;

/** One after the other, so that of two who want the same row the first to ask has it. */
async function commitTogether(table: Table, asked: readonly Commit[]): Promise<void> {
  for (const commits of transactionsOf(asked)) await commitAll(table, commits);
}

async function commitAll(table: Table, commits: readonly Commit[]): Promise<void> {
  let left = commits;
  while (left.length > 0) {
    const { writes, whose } = joined(left);
    try {
      await table.commit(writes, left[0]?.what.writer);
      for (const { resolve } of left) resolve();
      return;
    } catch (error) {
      left = refused(left, whose, error);
    }
  }
}

interface Place {
  readonly commit: Commit;
  /** Of the write within its own commit. */
  readonly index: number;
}

/** The writes of all in one transaction: what is added to one counter by several is added once. */
function joined(commits: readonly Commit[]): { readonly writes: readonly Write[]; readonly whose: readonly Place[] } {
  const places = new Map<string, Place & { readonly write: Write }>();
  for (const commit of commits) {
    for (const [index, write] of commit.what.writes.entries()) {
      const before = places.get(nameOf(write))?.write;
      if (before === undefined) places.set(nameOf(write), { write, commit, index });
      else if (before.op === 'add' && write.op === 'add') {
        places.set(nameOf(write), { commit, index, write: { ...write, add: sums(before.add, write.add) } });
      }
    }
  }
  const all = [...places.values()];
  return { writes: all.map(({ write }) => write), whose: all };
}

function sums(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): Record<string, number> {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...names].map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}

/** Refuses those whose own writes failed, and answers the others; where nobody's did, all share the fault. */
function refused(commits: readonly Commit[], whose: readonly Place[], error: unknown): readonly Commit[] {
  const failed = Map.groupBy(error instanceof StaleWrite ? error.failed : [], ({ index }) => whose[index]?.commit);
  const left = commits.filter((commit) => {
    const own = failed.get(commit)?.map((each) => ({ ...each, index: whose[each.index]?.index ?? 0 }));
    if (own !== undefined) commit.reject(new StaleWrite(own, { cause: error }));
    return own === undefined;
  });
  if (left.length < commits.length) return left;
  for (const { reject } of commits) reject(error);
  return [];
}

function nameOf({ key }: Write): string {
  return `${key.pk}\u0000${key.sk}`;
}

interface Transaction {
  readonly commits: Commit[];
  readonly writes: Map<string, Write>;
}

/** In the order of asking, and of one writer. A row stands in a transaction only once, unless all only add to it. */
function transactionsOf(asked: readonly Commit[]): Commit[][] {
  const transactions: Transaction[] = [];
  for (const commit of asked) {
    const last = transactions.at(-1);
    const into: Transaction = last !== undefined && fits(commit, last) ? last : { commits: [], writes: new Map() };
    if (into !== last) transactions.push(into);
    into.commits.push(commit);
    for (const write of commit.what.writes) into.writes.set(nameOf(write), write);
  }
  return transactions.map(({ commits }) => commits);
}

function fits({ what }: Commit, { commits, writes }: Transaction): boolean {
  const there = what.writes.map((write) => [write, writes.get(nameOf(write))] as const);
  const more = there.filter(([, other]) => other === undefined).length;
  const isFree = there.every(([write, other]) => other === undefined || (write.op === 'add' && other.op === 'add'));
  return isFree && writes.size + more <= writesMax && isSame(what.writer, commits[0]?.what.writer);
}

function isSame(one: Writer | undefined, other: Writer | undefined): boolean {
  return one?.actor === other?.actor && one?.request === other?.request;
}
