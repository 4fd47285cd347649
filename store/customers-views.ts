import { SavedView } from '#domain/customers/saved-view.ts';
import { type Key, partition } from './keys.ts';
import type { Expect, Table, Write } from './table.ts';

function viewKey(id: string): Key {
  return { pk: partition('customers', 'view', id), sk: '~view' };
}

const ownPartition = (memberId: string): string => partition('customers', 'views', memberId);
const departmentPartition = (departmentId: string): string => partition('customers', 'department-views', departmentId);
const companyPartition = partition('customers', 'company-views');

/** 2 WRU; 3 where it is shared. */
export function putSavedView(view: SavedView, expect: Expect): Write {
  const { id, ownerId, departmentId, sharedWith, name } = view;
  const shared = departmentId === undefined ? companyPartition : departmentPartition(departmentId);
  return {
    op: 'put',
    key: viewKey(id),
    item: {},
    slim: view,
    gsi1: { pk: ownPartition(ownerId), sk: `${name}#${id}` },
    ...(sharedWith === 'nobody' ? {} : { gsi2: { pk: shared, sk: `${name}#${id}` } }),
    expect,
  };
}

export function deleteSavedView({ id, version }: SavedView): Write {
  return { op: 'delete', key: viewKey(id), expect: { version } };
}

/** 0.5 RRU. */
export async function readSavedView(table: Table, id: string): Promise<SavedView | undefined> {
  const item = await table.get(viewKey(id));
  return item === undefined ? undefined : SavedView.parse(item);
}

/** So many of one place are read. More would be no list to choose from. */
export const viewsMax = 200;

export function readOwnViews(table: Table, memberId: string): Promise<SavedView[]> {
  return readViews(table, 'gsi1', ownPartition(memberId));
}

export async function readSharedViews(table: Table, departmentIds: readonly string[]): Promise<SavedView[]> {
  const places = [companyPartition, ...departmentIds.map(departmentPartition)];
  return (await Promise.all(places.map((pk) => readViews(table, 'gsi2', pk)))).flat();
}

async function readViews(table: Table, index: 'gsi1' | 'gsi2', pk: string): Promise<SavedView[]> {
  const { items } = await table.query({ index, pk, limit: viewsMax });
  return items.map(({ item }) => SavedView.parse(item));
}
