import * as z from 'zod';
import { Tag, TagCode, TagPatch } from '#domain/customers/tag.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const answer = {
  code: 'Zm9vYmFyYmF6cXV4cXV1eA',
  tag: '华东区域',
  labels: { 'zh-CN': '华东区域', en: '华东区域' },
  customers: 12,
  version: 0,
};
const params = z.strictObject({ code: TagCode });
const unknown = { 'customers.tag-not-found': 404 } as const;

export const listTagsContract = {
  method: 'GET',
  path: '/v1/tags',
  operationId: 'listTags',
  summary: 'The tags that customers bear or bore, with their labels and how many bear them',
  permission: 'members.read',
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(Tag),
  example: { answer: { items: [answer], next: null } },
} as const satisfies Contract;

export const getTagContract = {
  method: 'GET',
  path: '/v1/tags/{code}',
  operationId: 'getTag',
  summary: 'A tag, and how many customers bear it',
  permission: 'members.read',
  params,
  status: 200,
  output: Tag,
  problems: unknown,
  example: { answer },
} as const satisfies Contract;

export const changeTagContract = {
  method: 'PATCH',
  path: '/v1/tags/{code}',
  operationId: 'changeTag',
  summary: 'Rename a tag: its labels change, not what customers and filters hold',
  permission: 'lists.write',
  params,
  body: TagPatch,
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: Tag,
  problems: unknown,
  example: {
    body: { labels: { en: 'East China' } },
    answer: { ...answer, labels: { ...answer.labels, en: 'East China' }, version: 1 },
  },
} as const satisfies Contract;

export const archiveTagContract = {
  method: 'POST',
  path: '/v1/tags/{code}/archive',
  operationId: 'archiveTag',
  summary: 'Archive a tag: it is put on nobody any more, and stays with those who bear it',
  permission: 'lists.write',
  params,
  status: 200,
  output: Tag,
  problems: { ...unknown, 'customers.tag-archived': 409 },
  example: { answer: { ...answer, archivedAt: '2026-11-22T01:00:00.000Z', version: 1 } },
} as const satisfies Contract;

export const restoreTagContract = {
  method: 'POST',
  path: '/v1/tags/{code}/restore',
  operationId: 'restoreTag',
  summary: 'Take a tag out of the archive',
  permission: 'lists.write',
  params,
  status: 200,
  output: Tag,
  problems: { ...unknown, 'customers.tag-not-archived': 409 },
  example: { answer: { ...answer, version: 2 } },
} as const satisfies Contract;

export const tagContracts = [
  listTagsContract,
  getTagContract,
  changeTagContract,
  archiveTagContract,
  restoreTagContract,
] as const satisfies readonly Contract[];
