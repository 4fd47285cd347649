import type { Context } from '#domain/contexts.ts';
import { each } from '#functions/batch/each.ts';
import type { World } from '#functions/http/world.ts';
import { agendaPartition, type Key } from '#store/keys.ts';
import { prefixEnd } from '#store/rules.ts';
import { type Found, type Item, type Page, StaleWrite, type Table, type Write } from '#store/table.ts';
import { takeLease } from './lease.ts';

/**
 * What is to happen to an item whose instant has come: the writes that do it, among them the item itself, under its
 * version, at its next instant or off the agenda. `at` is the instant it waited for.
 */
export type Act<W extends World> = (item: Item, key: Key, at: string, world: W) => Promise<readonly Write[]>;

/** One run over a context's agenda. */
export interface Run<W extends World> {
  readonly context: Context;
  readonly table: Table;
  readonly act: Act<W>;
  readonly newWorld: () => W;
  /** The instant up to which things are due. */
  readonly now: Date;
  readonly hasTime: () => boolean;
  /** For how long a lease is taken: until this run is over in any case. */
  readonly remainingMs: () => number;
  readonly failed: (error: unknown, key: Key) => void;
  readonly swept: Swept;
}

export interface Swept {
  done: number;
  /** Moved by someone else in the meantime: a request, or a sweep beside this one. */
  overtaken: number;
  /** Threw, and waits for the next run. */
  left: number;
}

/** Keys of one page, and so the items in memory at a time; also what one BatchGetItem takes. */
const pageSize = 100;
/** Writes on their way at a time, of one shard: four shards stay below the 50 sockets that the SDK opens. */
const atOnce = 12;

/**
 * Does what is due in one shard, a page at a time. Items that fail stay where they are and are paged past, so that
 * they never stand in the way of those behind them.
 */
export async function sweepShard<W extends World>(run: Run<W>, shard: number): Promise<void> {
  let page = await dueIn(run, shard);
  if (page.next === undefined) return sweepPage(run, page);
  // Few things at a time need no lease: two sweeps that meet on them lose a write each, less than a lease costs.
  const lease = await takeLease(run.table, run.context, shard, run.now, run.remainingMs());
  if (lease === undefined) return;
  try {
    await sweepPage(run, page);
    while (page.next !== undefined && run.hasTime()) {
      page = await dueIn(run, shard, page.next);
      await sweepPage(run, page);
    }
  } finally {
    await lease.release();
  }
}

function dueIn<W extends World>({ table, context, now }: Run<W>, shard: number, after?: Page['next']): Promise<Page> {
  return table.query({
    index: 'agenda',
    pk: agendaPartition(context, shard),
    to: prefixEnd(`${now.toISOString()}#`),
    limit: pageSize,
    ...(after === undefined ? {} : { after }),
  });
}

async function sweepPage<W extends World>(run: Run<W>, { items: due }: Page): Promise<void> {
  const items = await run.table.getMany(
    due.map(({ key }) => key),
    { consistent: true, agenda: true },
  );
  const pairs = due.map((found, i) => ({ found, item: items[i] }));
  await each(pairs, atOnce, async ({ found, item }) => {
    if (run.hasTime()) await actOn(run, found, item);
  });
}

async function actOn<W extends World>(run: Run<W>, { key, indexSk = '' }: Found, row: Item | undefined): Promise<void> {
  const { agendask, ...item } = row ?? {};
  // The index is seconds behind the table: what was moved in the meantime may not be due any more.
  if (agendask !== indexSk) {
    run.swept.overtaken += 1;
    return;
  }
  try {
    const at = indexSk.slice(0, indexSk.indexOf('#'));
    const writes = await run.act(item, key, at, run.newWorld());
    if (!writes.some((write) => moves(write, key))) throw new Error('a due item was not moved under its version');
    await run.table.commit(writes);
    run.swept.done += 1;
  } catch (error) {
    if (error instanceof StaleWrite) {
      run.swept.overtaken += 1;
      return;
    }
    run.swept.left += 1;
    run.failed(error, key);
  }
}

/** Without this guard two sweeps would both succeed, and without the move the item would be due for ever. */
function moves(write: Write, { pk, sk }: Key): boolean {
  if (write.key.pk !== pk || write.key.sk !== sk) return false;
  return (write.op === 'put' || write.op === 'delete') && typeof write.expect === 'object';
}
