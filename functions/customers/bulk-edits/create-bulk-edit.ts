import { assertBulkEdit, type BulkEdit, type BulkEditInput, type Changes } from '#domain/customers/bulk-edit.ts';
import type { Filter } from '#domain/customers/filter.ts';
import { noBulkCounts } from '#domain/shared/bulk-outcome.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError, type FieldError, invalidField } from '#domain/shared/error.ts';
import { onBehalfOf } from '#domain/shared/on-behalf.ts';
import { bulkEditRequested } from '#events/customers.ts';
import type { Edited } from '#functions/batch/bulk-edit.ts';
import { each } from '#functions/batch/each.ts';
import { assertMay } from '#functions/http/call.ts';
import { Reply, route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomers } from '#store/customers.ts';
import { putBulkEdit } from '#store/customers-bulk-edits.ts';
import type { Table } from '#store/table.ts';
import { sees } from '../access.ts';
import { assertFilter } from '../filter-access.ts';
import { readOwner } from '../owner.ts';
import { assertChoices, choicesOf } from '../references.ts';
import { repointed } from '../repointed.ts';
import { assertTags } from '../tags-allowed.ts';
import { readOfferedView } from '../views/saved-views.ts';
import { createBulkEditContract } from './bulk-edit-contracts.ts';
import { editCustomer } from './bulk-edit-row.ts';
import { findPage, partsOf } from './bulk-edit-select.ts';
import { toBulkEditView } from './bulk-edit-view.ts';

export const createBulkEdit = route(createBulkEditContract, async ({ body, isDryRun }, caller, world) => {
  assertBulkEdit(body);
  if (body.changes.ownerId !== undefined) assertMay(caller, 'customers.hand-over');
  const [filter] = await Promise.all([
    readFilter(world.table, caller, body),
    assertAllSeen(world.table, caller, body.ids ?? []),
    assertAllowed(world.table, body.changes),
  ]);
  if (isDryRun === true) {
    return new Reply(200, await rehearse(body, filter, caller, world), { 'preference-applied': 'dry-run' });
  }
  const job = newJob(body, filter, caller, world);
  // Those who are named need not be found.
  if (body.ids !== undefined) {
    const parts = partsOf(job, body.ids, world);
    const all = { ...job, selected: body.ids.length, parts: parts.length, isSelected: true };
    return world.commit([putBulkEdit(all), ...parts], toBulkEditView(all, noProgress));
  }
  const event = world.event(bulkEditRequested, job.id, { bulkEditId: job.id });
  return world.commit([putBulkEdit(job, [event])], toBulkEditView(job, noProgress));
});

const noProgress = { ...noBulkCounts, parts: 0 };

function newJob(body: BulkEditInput, filter: Filter | undefined, caller: Caller, world: World): BulkEdit {
  const { changes, reason, viewId } = body;
  const at = world.now.toISOString();
  return {
    id: world.newId('blk'),
    state: 'running',
    ...(filter === undefined ? {} : { filter }),
    ...(viewId === undefined ? {} : { viewId }),
    changes,
    ...(reason === undefined ? {} : { reason }),
    requester: onBehalfOf(caller),
    selected: 0,
    parts: 0,
    isSelected: false,
    version: 1,
    createdAt: at,
    createdBy: caller.memberId,
    updatedAt: at,
  };
}

/** What the view finds now: whoever changes the view later does not change whom this edit meets. */
async function readFilter(
  table: Table,
  caller: Caller,
  { filter, viewId }: BulkEditInput,
): Promise<Filter | undefined> {
  if (filter !== undefined) await assertFilter(table, caller, filter, '/filter');
  if (viewId === undefined) return filter;
  const view = await readOfferedView(table, caller, viewId).catch((error: unknown) => {
    throw error instanceof DomainError ? invalidField('/viewId', 'customers.view-not-found') : error;
  });
  await assertFilter(table, caller, view.filter, '/viewId');
  return view.filter;
}

async function assertAllSeen(table: Table, caller: Caller, ids: readonly string[]): Promise<void> {
  const seen = new Set((await readCustomers(table, ids)).filter((each) => sees(caller, each)).map(({ id }) => id));
  const code = 'shared.unknown-reference';
  const facts = { what: 'customer' };
  const errors = ids.flatMap((id, i): FieldError[] => (seen.has(id) ? [] : [{ pointer: `/ids/${i}`, code, facts }]));
  if (errors.length > 0) throw new DomainError('invalid', code, facts, errors);
}

/** What would be refused of every customer is told now, where it stands in the request. */
async function assertAllowed(table: Table, { addTags, ownerId, ...fields }: Changes): Promise<void> {
  await Promise.all([
    assertTags(table, addTags).catch(repointed('/tags/', '/changes/addTags/')),
    assertChoices(table, choicesOf(fields)).catch(repointed('/', '/changes/')),
    ownerId && readOwner(table, ownerId).catch(repointed('/', '/changes/')),
  ]);
}

/** A dry run answers at once, so it looks at so many customers at most, and says whether there are more. */
const rehearsedMax = 1000;
const shownMax = 20;
const pagesMax = 10;
const atOnce = 16;

async function rehearse(body: BulkEditInput, filter: Filter | undefined, caller: Caller, world: World) {
  const { rows, isMore } = await firstOf(body, filter, caller, world);
  const dry: World = { ...world, commit: async (_writes, answer) => answer };
  const told = new Map<string, Edited>();
  await each(rows, atOnce, async ({ id }) => {
    told.set(id, await editCustomer(id, body, caller, dry));
  });
  const outcomes = rows.flatMap(({ id, number, name }) => {
    const edited = told.get(id);
    if (edited === undefined) return [];
    const code = edited.outcome === 'refused' ? { code: edited.why.code } : {};
    return [{ id, number, name, outcome: edited.outcome, ...code }];
  });
  const count = (outcome: string): number => outcomes.filter((each) => each.outcome === outcome).length;
  return {
    dryRun: true,
    matched: rows.length,
    isMore,
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    first: outcomes.slice(0, shownMax),
  } as const;
}

interface Named {
  readonly id: string;
  readonly number: string;
  readonly name: string;
}

async function firstOf({ ids }: BulkEditInput, filter: Filter | undefined, caller: Caller, world: World) {
  if (ids !== undefined) return { rows: await readCustomers(world.table, ids), isMore: false };
  const rows: Named[] = [];
  let cursor: string | undefined;
  for (let page = 1; page <= pagesMax && rows.length < rehearsedMax; page += 1) {
    const found = await findPage(filter, cursor, caller, world);
    rows.push(...found.rows);
    if (found.next === null) return { rows, isMore: false };
    cursor = found.next;
  }
  return { rows, isMore: true };
}
