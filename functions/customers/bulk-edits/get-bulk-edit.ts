import * as z from 'zod';
import { cancelled } from '#domain/customers/bulk-edit.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import type { Refused } from '#store/bulk-edits.ts';
import { putBulkEdit, readBulkParts, readBulkProgress } from '#store/customers-bulk-edits.ts';
import type { Table } from '#store/table.ts';
import { hintOf } from '../imports/import-problems.ts';
import { cancelBulkEditContract, getBulkEditContract, listRefusedCustomersContract } from './bulk-edit-contracts.ts';
import { readOwnBulkEdit, toBulkEditView } from './bulk-edit-view.ts';

export const getBulkEdit = route(getBulkEditContract, async ({ params }, caller, { table }) => {
  const job = await readOwnBulkEdit(table, caller, params.id);
  return toBulkEditView(job, await readBulkProgress(table, job.id));
});

export const cancelBulkEdit = route(cancelBulkEditContract, async ({ params }, caller, world) => {
  const job = cancelled(await readOwnBulkEdit(world.table, caller, params.id), world.now);
  return world.commit([putBulkEdit(job)], toBulkEditView(job, await readBulkProgress(world.table, job.id)));
});

/** The next to be told: which of a part's refused. */
const Position = z.strictObject({ part: z.int().nonnegative(), at: z.int().nonnegative() });

export const listRefusedCustomers = route(
  listRefusedCustomersContract,
  async ({ params, query }, caller, { table }) => {
    const job = await readOwnBulkEdit(table, caller, params.id);
    const from = fromCursor(Position, query.cursor) ?? { part: 0, at: 0 };
    const found = await readRefused(table, job.id, from, query.limit + 1);
    const next = found[query.limit];
    return {
      items: found.slice(0, query.limit).map(({ refused: { id, code, facts = {} } }) => ({
        customerId: id,
        code,
        detail: hintOf(code, facts, caller.locale),
      })),
      next: next === undefined ? null : toCursor({ part: next.part, at: next.at }),
    };
  },
);

const partsAtOnce = 20;

interface Place extends z.output<typeof Position> {
  readonly refused: Refused;
}

async function readRefused(table: Table, id: string, from: z.output<typeof Position>, most: number): Promise<Place[]> {
  const found: Place[] = [];
  for (let { part } = from; found.length < most; part += partsAtOnce) {
    const parts = await readBulkParts(table, id, part, partsAtOnce);
    for (const { part: number, refused } of parts) {
      const places = refused.map((each, at) => ({ part: number, at, refused: each }));
      found.push(...places.filter(({ at }) => number > from.part || at >= from.at));
    }
    if (parts.length < partsAtOnce) break;
  }
  return found.slice(0, most);
}
