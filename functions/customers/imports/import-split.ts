import { type Import, moved } from '#domain/customers/import.ts';
import { importPartQueued } from '#events/customers.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { putImport, putPart, readImport } from '#store/customers-imports.ts';
import { StaleWrite } from '#store/table.ts';
import { openFile, readSheet } from './import-file.ts';
import { fileKeys } from './import-keys.ts';
import { settle } from './import-settle.ts';
import { type Sheet, type SheetRow, UnreadableFile } from './import-sheet.ts';

/** Rows of a part: a second of work for one invocation, and no more than it can do on a bad day. */
const rowsInPart = 100;
/** Parts that are written side by side; half of their time is waiting for S3. */
const atOnce = 8;

/**
 * Reads the file to its end, so that a row in which it breaks off is known before any is entered; then cuts it into
 * parts, each announced by its row. A second run cuts alike and finds the rows of the first.
 */
export async function split(importId: string, world: FilesWorld): Promise<void> {
  const job = await readImport(world.table, importId, true);
  if (job === undefined || job.parts !== undefined) return;
  if (job.state !== 'running' && job.state !== 'cancelling') return;
  try {
    const sheet = await openFile(world.files, job);
    await change(importId, await survey(sheet), world);
    const parts = await cut(job, sheet, world);
    await change(importId, { parts }, world);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { code, row } = error;
    await change(importId, { state: 'failed', failure: { code, ...(row !== undefined && { row }) } }, world);
    return;
  }
  await settle(importId, world);
}

async function survey(sheet: Sheet): Promise<{ readonly rows: number; readonly columns: string[] }> {
  const { headers, rows } = await readSheet(sheet);
  let count = 0;
  for await (const _ of rows) count += 1;
  if (count === 0) throw new UnreadableFile('customers.import-empty');
  return { rows: count, columns: [...headers] };
}

async function cut(job: Import, sheet: Sheet, world: FilesWorld): Promise<number> {
  const { rows } = await readSheet(sheet);
  const running = new Set<Promise<void>>();
  let part = 0;
  let hand: SheetRow[] = [];
  const send = async (): Promise<void> => {
    const sending = sendPart(job.id, part, hand, world).finally(() => running.delete(sending));
    running.add(sending);
    part += 1;
    hand = [];
    if (running.size >= atOnce) await Promise.race(running);
  };
  for await (const row of rows) {
    hand.push(row);
    if (hand.length === rowsInPart) await send();
  }
  if (hand.length > 0) await send();
  await Promise.all(running);
  return part;
}

async function sendPart(id: string, part: number, rows: readonly SheetRow[], world: FilesWorld): Promise<void> {
  const lines = JSON.stringify(rows.map(({ row, cells }) => [row, cells]));
  await world.files.put(fileKeys.part(id, part), lines, 'application/json');
  const queued = world.event(importPartQueued, id, { importId: id, part });
  try {
    await world.table.commit([putPart(id, { part, state: 'queued', rejected: 0, kept: 0, version: 1 }, [queued])]);
  } catch (error) {
    if (!(error instanceof StaleWrite)) throw error;
  }
}

/** Somebody may cancel it meanwhile. */
async function change(importId: string, fields: Partial<Import>, world: FilesWorld): Promise<void> {
  for (;;) {
    const job = await readImport(world.table, importId, true);
    if (job === undefined || job.parts !== undefined || job.state === 'failed') return;
    try {
      await world.table.commit([putImport(moved(job, fields, world.now))]);
      return;
    } catch (error) {
      if (!(error instanceof StaleWrite)) throw error;
    }
  }
}
