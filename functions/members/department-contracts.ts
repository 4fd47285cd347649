import * as z from 'zod';
import { Department, DepartmentName } from '#domain/members/department.ts';
import { DepartmentId, MemberId } from '#domain/shared/ids.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const params = z.strictObject({ id: DepartmentId });
const stamps = {
  version: 1,
  createdAt: '2026-11-22T01:00:00.000Z',
  createdBy: 'mem_00000000000000000000000001',
  updatedAt: '2026-11-22T01:00:00.000Z',
  updatedBy: 'mem_00000000000000000000000001',
};
const sales = { id: 'dep_00000000000000000000000001', name: '销售部', ...stamps };

export const createDepartmentContract = {
  method: 'POST',
  path: '/v1/departments',
  operationId: 'createDepartment',
  summary: 'Enters a department, below another one or at the top.',
  permission: 'members.write',
  body: z.strictObject({ name: DepartmentName, parentId: DepartmentId.optional(), headId: MemberId.optional() }),
  status: 201,
  output: Department,
  problems: { 'members.unknown-department': 422, 'members.unknown-member': 422 },
  example: { body: { name: '销售部' }, answer: sales },
} as const satisfies Contract;

export const listDepartmentsContract = {
  method: 'GET',
  path: '/v1/departments',
  operationId: 'listDepartments',
  summary: 'The departments, in the order in which they were entered.',
  permission: 'members.read',
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(Department),
  example: { answer: { items: [sales], next: null } },
} as const satisfies Contract;

export const getDepartmentContract = {
  method: 'GET',
  path: '/v1/departments/{id}',
  operationId: 'getDepartment',
  summary: 'One department.',
  permission: 'members.read',
  params,
  status: 200,
  output: Department,
  problems: { 'members.not-found': 404 },
  example: { answer: sales },
} as const satisfies Contract;

export const changeDepartmentContract = {
  method: 'PATCH',
  path: '/v1/departments/{id}',
  operationId: 'changeDepartment',
  summary: 'Renames a department, moves it with all below it, or changes its head; null removes parent or head.',
  permission: 'members.write',
  params,
  body: z.strictObject({
    name: DepartmentName.optional(),
    parentId: DepartmentId.nullable().optional(),
    headId: MemberId.nullable().optional(),
  }),
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: Department,
  problems: {
    'members.not-found': 404,
    'members.unknown-department': 422,
    'members.department-cycle': 422,
    'members.unknown-member': 422,
  },
  example: {
    body: { name: '华东销售部' },
    answer: { ...sales, name: '华东销售部', version: 2 },
  },
} as const satisfies Contract;

export const deleteDepartmentContract = {
  method: 'DELETE',
  path: '/v1/departments/{id}',
  operationId: 'deleteDepartment',
  summary: 'Deletes a department in which nobody is and below which there is none.',
  permission: 'members.write',
  params,
  ifMatch: true,
  status: 204,
  problems: {
    'members.not-found': 404,
    'members.department-not-empty': 409,
    'members.department-has-tickets': 409,
  },
} as const satisfies Contract;

export const departmentContracts: readonly Contract[] = [
  createDepartmentContract,
  listDepartmentsContract,
  getDepartmentContract,
  changeDepartmentContract,
  deleteDepartmentContract,
];
