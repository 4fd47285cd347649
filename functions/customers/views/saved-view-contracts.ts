import * as z from 'zod';
import { SavedView, SavedViewInput, SavedViewPatch } from '#domain/customers/saved-view.ts';
import { SavedViewId } from '#domain/shared/ids.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf } from '#functions/http/list.ts';
import { filterProblems } from '../list-query.ts';

const body = {
  of: 'customers',
  name: '北京重点客户，30 天未联系',
  filter: {
    all: [
      { field: 'level', op: 'in', value: ['vip', 'key'] },
      { field: 'address.city', op: 'is', value: '北京' },
      { field: 'lastFollowUpAt', op: 'older-than', value: 'P30D' },
    ],
  },
  sort: 'lastFollowUpAt',
  sharedWith: 'department',
} as const;
const answer = {
  ...body,
  id: 'viw_00000000000000000000000001',
  ownerId: 'mem_00000000000000000000000001',
  departmentId: 'dep_00000000000000000000000001',
  version: 1,
  createdAt: '2026-11-22T01:00:00.000Z',
  createdBy: 'mem_00000000000000000000000001',
  updatedAt: '2026-11-22T01:00:00.000Z',
  updatedBy: 'mem_00000000000000000000000001',
};
const one = z.strictObject({ id: SavedViewId });
const unknown = { 'customers.view-not-found': 404 } as const;
const refused = {
  ...filterProblems,
  'customers.no-department': 422,
} as const;

export const createSavedViewContract = {
  method: 'POST',
  path: '/v1/views',
  operationId: 'createSavedView',
  summary: 'Keep a filter and an order of customers under a name',
  permission: 'customers.read',
  body: SavedViewInput,
  status: 201,
  output: SavedView,
  problems: { ...refused, 'customers.too-many-views': 409 },
  example: { body, answer },
} as const satisfies Contract;

export const listSavedViewsContract = {
  method: 'GET',
  path: '/v1/views',
  operationId: 'listSavedViews',
  summary: 'The views that are one’s own or shared with one, by name',
  permission: 'customers.read',
  query: z.strictObject({ of: z.literal('customers').optional() }),
  status: 200,
  output: listOf(SavedView),
  example: { query: { of: 'customers' }, answer: { items: [answer], next: null } },
} as const satisfies Contract;

export const getSavedViewContract = {
  method: 'GET',
  path: '/v1/views/{id}',
  operationId: 'getSavedView',
  summary: 'One view',
  permission: 'customers.read',
  params: one,
  status: 200,
  output: SavedView,
  problems: unknown,
  example: { answer },
} as const satisfies Contract;

export const changeSavedViewContract = {
  method: 'PATCH',
  path: '/v1/views/{id}',
  operationId: 'changeSavedView',
  summary: 'Change a view: its owner, and of shared ones an admin',
  permission: 'customers.read',
  params: one,
  body: SavedViewPatch,
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: SavedView,
  problems: { ...unknown, ...refused },
  example: { body: { sharedWith: 'department' }, answer: { ...answer, version: 2 } },
} as const satisfies Contract;

export const deleteSavedViewContract = {
  method: 'DELETE',
  path: '/v1/views/{id}',
  operationId: 'deleteSavedView',
  summary: 'Remove a view; the customers in it are not touched',
  permission: 'customers.read',
  params: one,
  ifMatch: true,
  status: 204,
  problems: unknown,
} as const satisfies Contract;

export const savedViewContracts = [
  createSavedViewContract,
  listSavedViewsContract,
  getSavedViewContract,
  changeSavedViewContract,
  deleteSavedViewContract,
] as const satisfies readonly Contract[];
