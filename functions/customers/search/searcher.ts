import { overlaid, type Part, segmentOf } from '#domain/customers/search-segment.ts';
import { hourMs, minuteMs } from '#domain/shared/time.ts';
import type { World } from '#functions/http/world.ts';
import { readChanges, readDocuments } from '#store/customers-search.ts';
import type { Table } from '#store/table.ts';
import type { Snapshots } from './search-snapshots.ts';

/** What a container of the search holds: the snapshot, and over it what changed since. */
export interface Searcher {
  /** All customers as of now. */
  readonly parts: (table: Table, now: Date) => Promise<readonly Part[]>;
}

/** What the search's own function may touch. */
export interface SearchWorld extends World {
  readonly searcher: Searcher;
}

interface Held {
  parts: readonly Part[];
  /** Changes are read from this instant on. */
  from: string;
  /** Places of the changes from then on that are in the parts already. */
  seen: ReadonlySet<string>;
  readonly readAgainAt: number;
}

/** A note may appear later than its instant says, for as long as a slow write takes. */
const overlapMs = 10_000;
/** A request waits no longer for what changed; what is left over joins the next one. */
const catchingUpMs = 3000;
const chunk = 100;

export function searcher(snapshots: Snapshots): Searcher {
  let held: Held | undefined;
  return {
    parts: async (table, now) => {
      if (held === undefined || now.getTime() >= held.readAgainAt) held = await load(snapshots, now);
      await catchUp(held, table);
      return held.parts;
    },
  };
}

/** Kept up to date by itself; read again hourly in case a note came too late, and soon while it is not whole. */
async function load(snapshots: Snapshots, now: Date): Promise<Held> {
  const snapshot = await snapshots.read();
  const isWhole = snapshot !== undefined && snapshot.facts.walk === undefined;
  return {
    parts: snapshot === undefined ? [] : [{ segment: snapshot.segment, dead: new Set() }],
    from: snapshot?.facts.asOf ?? '',
    seen: new Set(),
    readAgainAt: now.getTime() + (isWhole ? hourMs : minuteMs),
  };
}

/** One query of the notes; who is in them is read as he stands now. */
async function catchUp(held: Held, table: Table): Promise<void> {
  const startedMs = performance.now();
  const noted: { readonly sk: string; readonly at: string; readonly customerId: string }[] = [];
  const old: string[] = [];
  for await (const change of readChanges(table, held.from)) {
    if (held.seen.has(change.sk)) old.push(change.sk);
    else noted.push(change);
  }
  const seen = new Set(old);
  for (let done = 0; done < noted.length && performance.now() - startedMs < catchingUpMs; done += chunk) {
    const changes = noted.slice(done, done + chunk);
    const documents = await readDocuments(table, [...new Set(changes.map(({ customerId }) => customerId))]);
    const alive = [...documents.values()].filter((document) => document !== null);
    const ulids = [...documents.keys()].map((id) => id.slice(4));
    held.parts = overlaid(held.parts, ulids, segmentOf(alive));
    for (const { sk } of changes) seen.add(sk);
    const last = changes.at(-1)?.at ?? held.from;
    const from = new Date(Date.parse(last) - overlapMs).toISOString();
    if (from > held.from) held.from = from;
    held.seen = new Set([...seen].filter((sk) => sk >= held.from));
  }
}
