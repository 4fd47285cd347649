import { type Import, moved, totalOf } from '#domain/customers/import.ts';
import { importCompleted, importUndone } from '#events/customers.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { type Part, putImport, readImport, readParts, readProgress } from '#store/customers-imports.ts';
import { StaleWrite } from '#store/table.ts';
import type { Report } from './import-keys.ts';
import { writeReport } from './import-report.ts';

/** Whoever closes the last part closes the import: its files are written and its end is told. May be asked any time. */
export async function settle(importId: string, world: FilesWorld): Promise<void> {
  const { table } = world;
  const job = await readImport(table, importId, true);
  if (job?.parts === undefined) return;
  const progress = await readProgress(table, importId, true);
  const { created, updated, unchanged, merged, rejected, undone, kept } = progress;
  if ((job.state === 'running' || job.state === 'cancelling') && progress.parts === job.parts) {
    const rejectedFiles = await reported(job, 'rejected', world);
    const state = job.state === 'running' ? 'completed' : 'cancelled';
    const counts = { created, updated, unchanged, merged, rejected };
    const detail = { importId, state, dryRun: job.dryRun, total: totalOf(counts), ...counts } as const;
    const event = world.event(importCompleted, importId, detail);
    await finish(world, () => putImport(moved(job, { state, rejectedFiles }, world.now), [event]));
  }
  if (job.state === 'undoing' && progress.undoneParts === job.parts) {
    const keptFiles = await reported(job, 'kept', world);
    const event = world.event(importUndone, importId, { importId, undone, kept });
    await finish(world, () => putImport(moved(job, { state: 'undone', keptFiles }, world.now), [event]));
  }
}

async function reported(job: Import, what: Report, world: FilesWorld): Promise<number[]> {
  const parts = (await readParts(world.table, job.id)).filter((part: Part) => part[what] > 0);
  return writeReport(
    world.files,
    job,
    what,
    parts.map(({ part }) => part),
  );
}

/** Another who came to the same end at the same time has written it; a cancellation in between brings the next. */
async function finish(world: FilesWorld, write: () => ReturnType<typeof putImport>): Promise<void> {
  try {
    await world.table.commit([write()]);
  } catch (error) {
    if (!(error instanceof StaleWrite)) throw error;
    await settle(importIdOf(write()), world);
  }
}

function importIdOf(write: ReturnType<typeof putImport>): string {
  return write.op === 'put' ? String(write.item['id']) : '';
}
