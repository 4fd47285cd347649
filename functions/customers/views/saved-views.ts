import { isOffered, mayChange, newSavedView, patchSavedView, type SavedView } from '#domain/customers/saved-view.ts';
import { departmentAndAbove } from '#domain/members/department.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import {
  deleteSavedView as deletion,
  putSavedView,
  readOwnViews,
  readSavedView,
  readSharedViews,
  viewsMax,
} from '#store/customers-views.ts';
import { readDepartments } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import { assertFresh } from '../access.ts';
import { assertFilter } from '../filter-access.ts';
import {
  changeSavedViewContract,
  createSavedViewContract,
  deleteSavedViewContract,
  getSavedViewContract,
  listSavedViewsContract,
} from './saved-view-contracts.ts';

export const createSavedView = route(createSavedViewContract, async ({ body }, caller, world) => {
  await assertFilter(world.table, caller, body.filter, '/filter');
  if ((await readOwnViews(world.table, caller.memberId)).length >= viewsMax) {
    throw new DomainError('conflict', 'customers.too-many-views', { maximum: viewsMax });
  }
  const view = newSavedView(body, world.newId('viw'), caller, world.now);
  return world.commit([putSavedView(view, 'absent')], view);
});

export const listSavedViews = route(listSavedViewsContract, async (_input, caller, { table }) => {
  const above = await placesAbove(table, caller);
  const found = await Promise.all([readOwnViews(table, caller.memberId), readSharedViews(table, above)]);
  const byId = new Map(found.flat().map((view) => [view.id, view]));
  return { items: [...byId.values()].toSorted((a, b) => a.name.localeCompare(b.name, caller.locale)), next: null };
});

export const getSavedView = route(getSavedViewContract, ({ params }, caller, { table }) =>
  readOfferedView(table, caller, params.id),
);

export const changeSavedView = route(changeSavedViewContract, async ({ params, body, ifMatch }, caller, world) => {
  const before = await readChangeable(world.table, caller, params.id);
  assertFresh(before.version, ifMatch);
  if (body.filter !== undefined) await assertFilter(world.table, caller, body.filter, '/filter');
  const after = patchSavedView(before, body, caller, world.now);
  return world.commit([putSavedView(after, { version: before.version })], after);
});

export const deleteSavedView = route(deleteSavedViewContract, async ({ params, ifMatch }, caller, world) => {
  const view = await readChangeable(world.table, caller, params.id);
  assertFresh(view.version, ifMatch);
  return world.commit([deletion(view)], undefined);
});

/** The view, or 404: one that is not offered to the caller is not there for him. */
export async function readOfferedView(table: Table, caller: Caller, id: string): Promise<SavedView> {
  const view = await readSavedView(table, id);
  if (view !== undefined && isOffered(view, caller, await placesAbove(table, caller))) return view;
  throw new DomainError('missing', 'customers.view-not-found');
}

async function readChangeable(table: Table, caller: Caller, id: string): Promise<SavedView> {
  const view = await readOfferedView(table, caller, id);
  if (!mayChange(view, caller))
    throw new DomainError('forbidden', 'shared.forbidden', { permission: 'customers.read' });
  return view;
}

async function placesAbove(table: Table, { departmentId }: Caller): Promise<string[]> {
  if (departmentId === undefined) return [];
  return departmentAndAbove(await readDepartments(table), departmentId).map(({ id }) => id);
}
