import { type BulkEdit, cancelled } from '#domain/customers/bulk-edit.ts';
import { type BulkCounts, type BulkOutcome, noBulkCounts } from '#domain/shared/bulk-outcome.ts';
import { type Caller, may } from '#domain/shared/caller.ts';
import { noting } from '#functions/batch/bulk-edit.ts';
import { each } from '#functions/batch/each.ts';
import type { World } from '#functions/http/world.ts';
import type { Refused } from '#store/bulk-edits.ts';
import {
  addBulkProgress,
  putBulkEdit,
  putBulkPart,
  putChanged,
  readBulkEdit,
  readBulkPart,
  readChanged,
} from '#store/customers-bulk-edits.ts';
import { isAboutCompany } from '#store/customers-imports.ts';
import { gathered } from '#store/gathered.ts';
import { memberKey } from '#store/members.ts';
import { readOnBehalf } from '#store/members-on-behalf.ts';
import { remembered } from '#store/remembered.ts';
import { StaleWrite } from '#store/table.ts';
import { editCustomer } from './bulk-edit-row.ts';
import { settleBulkEdit } from './bulk-edit-settle.ts';

/** Customers who are changed side by side, and share their requests. Before each such hand it is asked whether somebody has cancelled. */
const atOnce = 50;

/** Changes the customers of one part, each once: whom a run before this one changed is noted, and only counted. */
export async function editPart(id: string, number: number, world: World): Promise<void> {
  const { table } = world;
  const [job, part] = await Promise.all([readBulkEdit(table, id), readBulkPart(table, id, number)]);
  if (job === undefined || part === undefined) return;
  if (part.state === 'queued') {
    const { counts, refused } = await editAll(job, number, part.ids, world);
    const done = { ...part, state: 'done', refused, version: part.version + 1 } as const;
    await table.commit([putBulkPart(job, done), addBulkProgress(job, counts)]);
  }
  await settleBulkEdit(id, world);
}

interface Done {
  readonly counts: BulkCounts;
  readonly refused: Refused[];
}

async function editAll(job: BulkEdit, part: number, ids: readonly string[], world: World): Promise<Done> {
  const [changed, caller] = await Promise.all([readChanged(world.table, job.id, part), readEditor(job, world)]);
  const { ownerId } = job.changes;
  // Whether the new owner is still there is asked again for each hand: nobody is given to one who has left meanwhile.
  const isKept = (pk: string): boolean => isAboutCompany(pk) && (ownerId === undefined || pk !== memberKey(ownerId).pk);
  const shared = { ...world, table: remembered(gathered(world.table), isKept) };
  let counts = noBulkCounts;
  const refused = new Map<string, Refused>();
  const count = (outcome: BulkOutcome): void => {
    counts = { ...counts, [outcome]: counts[outcome] + 1 };
  };
  for (let at = 0; at < ids.length; at += atOnce) {
    const isWanted = (await readBulkEdit(world.table, job.id))?.state === 'running';
    await each(ids.slice(at, at + atOnce), atOnce, async (id) => {
      if (changed.has(id)) return count('changed');
      if (!isWanted || caller === undefined) return;
      const edited = await editCustomer(id, job, caller, noting(shared, caller, job.id, putChanged(job, part, id)));
      count(edited.outcome);
      if (edited.outcome === 'refused') refused.set(id, { id, ...edited.why });
    });
  }
  return { counts, refused: ids.flatMap((id) => refused.get(id) ?? []) };
}

/** Whoever has left, or may no longer edit customers, changes nobody any more. */
async function readEditor(job: BulkEdit, world: World): Promise<Caller | undefined> {
  const found = await readOnBehalf(world.table, job.requester);
  const permission = job.changes.ownerId === undefined ? 'customers.edit' : 'customers.hand-over';
  if (found !== undefined && may(found, permission)) return found;
  await stop(job, world);
  return undefined;
}

async function stop(job: BulkEdit, { table, now }: World): Promise<void> {
  if (job.state !== 'running') return;
  try {
    await table.commit([putBulkEdit(cancelled(job, now))]);
  } catch (error) {
    if (!(error instanceof StaleWrite)) throw error;
  }
}
