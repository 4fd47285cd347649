import { minuteMs } from '#domain/shared/time.ts';
import { searchSnapshotOrdered } from '#events/customers.ts';
import type { World } from '#functions/http/world.ts';
import { putSnapshotRow, readSnapshotRow, SnapshotRow } from '#store/customers-search.ts';
import { type Item, StaleWrite, type Table, type Write } from '#store/table.ts';

/** No snapshot is written within ten minutes of the one before. */
const restMs = 10 * minuteMs;

/**
 * Puts the snapshot on the agenda unless it is there: the first change after a snapshot does, and pays for it. What was
 * noted before the sweep takes it off is in the next snapshot, because that is read after it was taken off.
 */
export async function orderSnapshot(table: Table, now: Date): Promise<void> {
  const row = await readSnapshotRow(table);
  if (row?.dueAt !== undefined) return;
  const rested = row?.orderedAt === undefined ? 0 : Date.parse(row.orderedAt) + restMs;
  await unlessOvertaken(table, putSnapshotRow(row, { ...row, dueAt: toInstant(Math.max(now.getTime(), rested)) }));
}

/** For the part of a snapshot that one run could not read: in the next minute. */
export async function orderRest(table: Table, now: Date): Promise<void> {
  const row = await readSnapshotRow(table);
  await unlessOvertaken(table, putSnapshotRow(row, { ...row, dueAt: now.toISOString() }));
}

/** Somebody else has ordered it in the same moment. */
async function unlessOvertaken(table: Table, write: Write): Promise<void> {
  try {
    await table.commit([write]);
  } catch (error) {
    if (!(error instanceof StaleWrite)) throw error;
  }
}

/** Off the agenda, with the news that lets it be written. */
export function snapshotDue(item: Item, at: string, world: World): Write[] {
  const row = SnapshotRow.parse(item);
  const ordered = world.event(searchSnapshotOrdered, 'search-snapshot', { dueAt: at });
  return [putSnapshotRow(row, { orderedAt: world.now.toISOString() }, [ordered])];
}

function toInstant(ms: number): string {
  return new Date(ms).toISOString();
}
