import { type BulkEdit, cancelled, moved } from '#domain/customers/bulk-edit.ts';
import type { Filter } from '#domain/customers/filter.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { bulkEditContinued, bulkEditPartQueued } from '#events/customers.ts';
import { call } from '#functions/http/call.ts';
import type { World } from '#functions/http/world.ts';
import { putBulkEdit, putBulkPart, readBulkEdit } from '#store/customers-bulk-edits.ts';
import { readOnBehalf } from '#store/members-on-behalf.ts';
import { StaleWrite, type Write } from '#store/table.ts';
import { listCustomers } from '../list-customers.ts';
import { settleBulkEdit } from './bulk-edit-settle.ts';

const customersInPart = 100;
const pageSize = 200;
/** Pages of one invocation, of 2,000 customers looked at each at most: its time is bounded, and the next goes on. */
const pagesAtOnce = 10;

/**
 * Finds the customers of a bulk edit, the newest first, and puts them into parts. Each page is one transaction with the
 * place where the list goes on, so that a run that breaks off is gone on with, and who was found once is not found
 * again, whatever the changes do to the filter.
 */
export async function selectCustomers(id: string, world: World): Promise<void> {
  for (let page = 1; ; page += 1) {
    const job = await readBulkEdit(world.table, id);
    if (job === undefined || job.isSelected) break;
    const isLast = page >= pagesAtOnce;
    try {
      await world.table.commit(await nextPage(job, isLast, world));
    } catch (error) {
      // Somebody cancelled it meanwhile, or another was quicker.
      if (!(error instanceof StaleWrite)) throw error;
    }
    if (isLast) break;
  }
  await settleBulkEdit(id, world);
}

async function nextPage(job: BulkEdit, isLast: boolean, world: World): Promise<Write[]> {
  const caller = job.state === 'running' ? await readOnBehalf(world.table, job.requester) : undefined;
  const found = caller === undefined ? undefined : await find(job, caller, world);
  if (found === undefined) {
    const stopped = job.state === 'running' ? cancelled(job, world.now) : moved(job, {}, world.now);
    return [putBulkEdit({ ...stopped, isSelected: true })];
  }
  const { ids, next } = found;
  const { cursor: _, ...rest } = moved(job, {}, world.now);
  const parts = partsOf(job, ids, world);
  const selected = job.selected + ids.length;
  const place = next === null ? { isSelected: true } : { cursor: next };
  const after = { ...rest, selected, parts: job.parts + parts.length, ...place };
  const goesOn = isLast && next !== null ? [world.event(bulkEditContinued, job.id, { bulkEditId: job.id })] : [];
  return [putBulkEdit(after, goesOn), ...parts];
}

/** Undefined where the list is refused: he may not ask for it any more. */
async function find(job: BulkEdit, caller: Caller, world: World) {
  try {
    return await findPage(job.filter, job.cursor, caller, world);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** In the order of entering, which no change of a customer changes. */
export async function findPage(filter: Filter | undefined, cursor: string | undefined, caller: Caller, world: World) {
  const query = { filter: JSON.stringify(filter), sort: '-createdAt', limit: String(pageSize), cursor } as const;
  const { items, next } = await call(listCustomers, { query }, caller, world);
  return { rows: items, ids: items.map(({ id }) => id), next };
}

/** Each part with the news that it waits. */
export function partsOf(job: BulkEdit, ids: readonly string[], world: World): Write[] {
  const count = Math.ceil(ids.length / customersInPart);
  return Array.from({ length: count }, (_, i) => {
    const part = job.parts + i;
    const queued = world.event(bulkEditPartQueued, job.id, { bulkEditId: job.id, part });
    const own = ids.slice(i * customersInPart, (i + 1) * customersInPart);
    return putBulkPart(job, { part, state: 'queued', ids: own, refused: [], version: 1 }, [queued]);
  });
}
