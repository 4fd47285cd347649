import * as z from 'zod';
import { Company, companyFields, defaultCompany } from '#domain/members/company.ts';
import { EntryCode, Labels, ListEntry } from '#domain/members/list.ts';
import { ListName } from '#domain/members/list-name.ts';
import type { Contract } from '#functions/http/contract.ts';

const listParams = z.strictObject({ name: ListName });
const aviation = { code: 'aviation', labels: { 'zh-CN': '航空', en: 'Aviation' }, archived: false, version: 1 };

export const getCompanyContract = {
  method: 'GET',
  path: '/v1/company',
  operationId: 'getCompany',
  summary: 'The settings of the company.',
  permission: 'members.read',
  status: 200,
  output: Company,
  example: { answer: defaultCompany },
} as const satisfies Contract;

export const changeCompanyContract = {
  method: 'PATCH',
  path: '/v1/company',
  operationId: 'changeCompany',
  summary: 'Changes settings of the company; null removes the default owner.',
  permission: 'company.write',
  body: z.strictObject({
    ...z.object(companyFields).partial().shape,
    defaultOwnerId: companyFields.defaultOwnerId.nullable().optional(),
  }),
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: Company,
  problems: { 'members.unknown-member': 422 },
  example: {
    body: { name: '示例科技有限公司' },
    answer: { ...defaultCompany, name: '示例科技有限公司', version: 1 },
  },
} as const satisfies Contract;

export const getListContract = {
  method: 'GET',
  path: '/v1/lists/{name}',
  operationId: 'getList',
  summary: 'The choices of a field with their labels; archived ones are shown where they were used and not offered.',
  permission: 'members.read',
  params: listParams,
  status: 200,
  output: z.array(ListEntry),
  example: { answer: [aviation] },
} as const satisfies Contract;

export const addEntryContract = {
  method: 'POST',
  path: '/v1/lists/{name}',
  operationId: 'addEntry',
  summary: 'Adds a choice to industries, levels, sources or buyer types.',
  permission: 'lists.write',
  params: listParams,
  body: z.strictObject({ code: EntryCode, labels: Labels }),
  status: 201,
  output: ListEntry,
  problems: { 'members.list-fixed': 422, 'members.entry-exists': 409 },
  example: { body: { code: aviation.code, labels: aviation.labels }, answer: aviation },
} as const satisfies Contract;

export const changeEntryContract = {
  method: 'PATCH',
  path: '/v1/lists/{name}/{code}',
  operationId: 'changeEntry',
  summary: 'Changes the labels of a choice or archives it; nothing is deleted, because records hold its code.',
  permission: 'lists.write',
  params: z.strictObject({ name: ListName, code: EntryCode }),
  body: z.strictObject({ labels: Labels.partial().optional(), archived: z.boolean().optional() }),
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: ListEntry,
  problems: { 'members.not-found': 404, 'members.list-fixed': 422 },
  example: { body: { archived: true }, answer: { ...aviation, archived: true, version: 2 } },
} as const satisfies Contract;

export const settingsContracts: readonly Contract[] = [
  getCompanyContract,
  changeCompanyContract,
  getListContract,
  addEntryContract,
  changeEntryContract,
];
