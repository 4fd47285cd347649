import * as z from 'zod';
import { Field, FieldId, FieldInput, FieldPatch } from '#domain/customers/field.ts';
import type { Contract } from '#functions/http/contract.ts';

const definition = {
  id: 'buying-channel',
  labels: { 'zh-CN': '采购渠道', en: 'Buying channel' },
  type: 'choice',
  options: [
    { code: 'online', labels: { 'zh-CN': '线上', en: 'Online' } },
    { code: 'dealer', labels: { 'zh-CN': '经销商', en: 'Dealer' } },
  ],
  filterable: true,
} as const;
const at = '2026-11-22T01:00:00.000Z';
const answer = {
  ...definition,
  options: definition.options.map((option) => ({ ...option, archived: false })),
  required: false,
  sensitivity: 'normal',
  version: 1,
  createdAt: at,
  createdBy: 'mem_00000000000000000000000001',
  updatedAt: at,
  updatedBy: 'mem_00000000000000000000000001',
} as const;

/** Who would miss a field: how many customers have a value, and whether completeness asks for it. */
const UsedField = Field.extend({
  usedBy: z.strictObject({ customers: z.int().nonnegative(), completeness: z.boolean() }),
});
const used = { ...answer, usedBy: { customers: 12, completeness: false } };

const params = z.strictObject({ id: FieldId });
const unknown = { 'customers.unknown-field': 404 } as const;
const tooMany = { 'customers.too-many-fields': 409 } as const;
const defaults = {
  'customers.field-definition': 422,
  'customers.field-high-filterable': 422,
  'customers.option-doubled': 422,
  'customers.field-value': 422,
  'customers.unknown-option': 422,
  'customers.archived-option': 422,
} as const;

export const createFieldContract = {
  method: 'POST',
  path: '/v1/fields',
  operationId: 'createField',
  summary: "Add a field of the company's own to customers; its id and type are for ever",
  permission: 'lists.write',
  body: FieldInput,
  status: 201,
  output: Field,
  problems: { ...defaults, ...tooMany, 'customers.field-exists': 409 },
  example: { body: definition, answer },
} as const satisfies Contract;

export const listFieldsContract = {
  method: 'GET',
  path: '/v1/fields',
  operationId: 'listFields',
  summary: "The company's own fields of customers, by id; archived ones only if asked for",
  permission: 'members.read',
  query: z.strictObject({ archived: z.enum(['true', 'false']).default('false') }),
  status: 200,
  output: z.strictObject({ items: z.array(Field), next: z.null() }),
  example: { answer: { items: [answer], next: null } },
} as const satisfies Contract;

export const getFieldContract = {
  method: 'GET',
  path: '/v1/fields/{id}',
  operationId: 'getField',
  summary: 'A field, and what uses it',
  permission: 'members.read',
  params,
  status: 200,
  output: UsedField,
  problems: unknown,
  example: { answer: used },
} as const satisfies Contract;

export const changeFieldContract = {
  method: 'PATCH',
  path: '/v1/fields/{id}',
  operationId: 'changeField',
  summary: 'Change labels, choices, default, or whether it is required; a choice is archived, never taken away',
  permission: 'lists.write',
  params,
  body: FieldPatch,
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: Field,
  problems: { ...unknown, ...defaults, 'customers.option-removed': 422 },
  example: { body: { labels: { en: 'Channel' }, default: 'online' }, answer: { ...answer, version: 2 } },
} as const satisfies Contract;

export const archiveFieldContract = {
  method: 'POST',
  path: '/v1/fields/{id}/archive',
  operationId: 'archiveField',
  summary: 'Archive a field: it takes no new values and stays shown where it has one; answers what uses it',
  permission: 'lists.write',
  params,
  status: 200,
  output: UsedField,
  problems: { ...unknown, 'customers.field-archived': 409 },
  example: { answer: { ...used, archivedAt: at, version: 2 } },
} as const satisfies Contract;

export const restoreFieldContract = {
  method: 'POST',
  path: '/v1/fields/{id}/restore',
  operationId: 'restoreField',
  summary: 'Take a field out of the archive',
  permission: 'lists.write',
  params,
  status: 200,
  output: Field,
  problems: { ...unknown, ...tooMany, 'customers.field-not-archived': 409 },
  example: { answer: { ...answer, version: 3 } },
} as const satisfies Contract;

export const fieldContracts = [
  createFieldContract,
  listFieldsContract,
  getFieldContract,
  changeFieldContract,
  archiveFieldContract,
  restoreFieldContract,
] as const satisfies readonly Contract[];
