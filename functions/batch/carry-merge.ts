import type { Context } from '#domain/contexts.ts';
import { mergeReported } from '#events/customers.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { type MergeWay, readMergeWay } from '#store/customers-merges.ts';
import {
  forgetMovedRow,
  keepMovedRow,
  type MovedRow,
  putMovedRow,
  putReport,
  readKept,
  readMovedRows,
  readReported,
} from '#store/moved-rows.ts';
import { StaleWrite, type Table, type Write, withConsistentReads } from '#store/table.ts';
import { each } from './each.ts';

/** One kind of row that names a customer. */
export interface Movable {
  /** Whether a row of the ledger is of this kind. */
  readonly owns: (id: string) => boolean;
  readonly idsOf: (table: Table, customerId: string) => Promise<readonly string[]>;
  /** The row as it stands now; undefined where there is none. */
  readonly read: (table: Table, id: string) => Promise<MovableRow | undefined>;
}

interface MovableRow {
  readonly customerId: string | undefined;
  /** Changes when somebody changes the row, not when the system notes something. */
  readonly mark: string;
  /** The next version, with the other customer. */
  readonly movedTo: (customerId: string) => Write;
}

/** Row by row, each with its line of the ledger; a row waits mostly for the table. */
const atOnce = 8;
const attemptsMax = 3;

/**
 * What a context does when customers become one, and when they become two again: moves its rows and says so. The merge's
 * state says which way, not the event: whatever comes twice or late finds nothing left to do.
 */
export async function carryMerge(
  world: World,
  context: Context,
  mergeId: string,
  movables: readonly Movable[],
  afterwards: (way: MergeWay, survivorId: string) => Promise<void> = async () => undefined,
): Promise<void> {
  const table = withConsistentReads(world.table);
  const merge = await readMergeWay(table, mergeId);
  const survivor = merge && (await readCustomerOrBinned(table, merge.survivorId));
  if (merge === undefined) return;
  const { direction } = merge;
  // Of one who was erased meanwhile nothing is left to be moved to.
  const survivorId = survivor?.id ?? merge.survivorId;
  if (direction === 'merged') {
    for (const movable of movables) await carry(table, context, movable, { merge, survivorId });
  } else {
    await carryBack(table, context, movables, merge);
  }
  await afterwards(merge, survivorId);
  const [rows, kept, reported] = await Promise.all([
    readMovedRows(table, context, mergeId),
    readKept(table, context, mergeId),
    readReported(table, context, mergeId),
  ]);
  const moved = direction === 'merged' ? rows.length : 0;
  const event = world.event(mergeReported, mergeId, { mergeId, context, direction, moved, kept: kept.length });
  await world.commit([putReport(context, mergeId, reported, [event])], undefined);
}

async function carry(
  table: Table,
  context: Context,
  { idsOf, read }: Movable,
  { merge, survivorId }: { readonly merge: MergeWay; readonly survivorId: string },
): Promise<void> {
  for (const loserId of merge.loserIds) {
    await each(await idsOf(table, loserId), atOnce, (id) =>
      persistently(async () => {
        const row = await read(table, id);
        if (row?.customerId !== loserId) return;
        const line = putMovedRow(context, merge.id, { id, from: loserId, mark: row.mark });
        await table.commit([row.movedTo(survivorId), line]);
      }),
    );
  }
}

async function carryBack(table: Table, context: Context, movables: readonly Movable[], merge: MergeWay): Promise<void> {
  const rows = await readMovedRows(table, context, merge.id);
  await each(rows, atOnce, (line) => persistently(() => bringBack(table, context, movables, merge, line)));
}

async function bringBack(
  table: Table,
  context: Context,
  movables: readonly Movable[],
  { id: mergeId, survivorId }: MergeWay,
  { id, from, mark }: MovedRow,
): Promise<void> {
  const row = await movables.find(({ owns }) => owns(id))?.read(table, id);
  if (row === undefined || row.customerId === from) return table.commit([forgetMovedRow(context, mergeId, id)]);
  const isUntouched = row.customerId === survivorId && row.mark === mark;
  await table.commit(
    isUntouched ? [row.movedTo(from), forgetMovedRow(context, mergeId, id)] : keepMovedRow(context, mergeId, id),
  );
}

/** Someone may be at the row: it is read again. */
async function persistently(move: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await move();
    } catch (error) {
      if (!(error instanceof StaleWrite) || tried === attemptsMax) throw error;
    }
  }
}
