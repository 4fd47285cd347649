import * as z from 'zod';
import {
  Completeness,
  CompletenessPatch,
  CompletenessSettings,
  defaultSettings,
  Figures,
} from '#domain/customers/completeness.ts';
import { CustomerView } from '#domain/customers/view.ts';
import { CustomerId, DepartmentId, MemberId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { says } from '#domain/shared/words.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const customerId = 'cus_00000000000000000000000001';
const ownerId = 'mem_00000000000000000000000001';
const departmentId = 'dep_00000000000000000000000001';
const figures = {
  customers: 12,
  score: 93.7,
  reached: false,
  missing: { industry: 1, contact: 0, level: 0, address: 2 },
};

/** Figures of one owner, or of one department alone. */
const Row = z.strictObject({
  ownerId: MemberId.optional(),
  departmentId: DepartmentId.optional(),
  ...Figures.shape,
});

export const getCompletenessContract = {
  method: 'GET',
  path: '/v1/customers/completeness',
  operationId: 'getCompleteness',
  summary: 'How complete the records of customers within reach are, in all and by owner or department',
  permission: 'customers.edit',
  query: z.strictObject({ by: z.enum(['owner', 'department']).default('department') }),
  status: 200,
  output: z.strictObject({
    target: z.int(),
    required: z.array(z.string()),
    overall: Figures,
    items: z.array(Row),
  }),
  example: {
    query: { by: 'department' },
    answer: { target: 95, required: defaultSettings.required, overall: figures, items: [{ departmentId, ...figures }] },
  },
} as const satisfies Contract;

export const getCompletenessSettingsContract = {
  method: 'GET',
  path: '/v1/customers/completeness/settings',
  operationId: 'getCompletenessSettings',
  summary: 'What the company requires of a record, and after how long it is to be verified',
  permission: 'members.read',
  status: 200,
  output: CompletenessSettings,
  example: { answer: defaultSettings },
} as const satisfies Contract;

export const changeCompletenessSettingsContract = {
  method: 'PATCH',
  path: '/v1/customers/completeness/settings',
  operationId: 'changeCompletenessSettings',
  summary: 'Change what is required of a record; scores and figures are of the new set at once',
  permission: 'company.write',
  body: CompletenessPatch,
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: CompletenessSettings,
  problems: { 'customers.unknown-field': 422, 'customers.outdated-before-stale': 422 },
  example: {
    body: { required: ['industry', 'contact', 'level', 'address', 'source'], staleAfterDays: 90 },
    answer: {
      ...defaultSettings,
      required: ['industry', 'contact', 'level', 'address', 'source'],
      staleAfterDays: 90,
      version: 1,
    },
  },
} as const satisfies Contract;

const StaleCustomer = z.strictObject({
  id: CustomerId,
  number: z.string(),
  name: z.string(),
  ownerId: MemberId,
  departmentId: DepartmentId,
  verifiedAt: UtcInstant,
  lastFollowUpAt: UtcInstant.optional(),
  completeness: Completeness,
  /** A mail to the main contact found no mailbox since (CUS-21). */
  emailBouncedAt: UtcInstant.optional(),
  /** `delete`: nobody has verified the record or talked with the customer for very long. Nothing happens by itself. */
  proposal: z.enum(['verify', 'delete']),
});

const stale = {
  id: customerId,
  number: 'C202602001',
  name: '上海医疗器械有限公司',
  ownerId,
  departmentId,
  verifiedAt: '2026-02-01T01:00:00.000Z',
  completeness: { score: 75, missing: ['address'] },
  proposal: 'verify',
} as const;

export const listStaleCustomersContract = {
  method: 'GET',
  path: '/v1/customers/stale',
  operationId: 'listStaleCustomers',
  summary:
    'Customers within reach whose records are to be verified: those whose mailbox is gone, then the longest unverified first',
  permission: 'customers.edit',
  query: z
    .strictObject({ ...listQuery, ownerId: MemberId.optional(), departmentId: DepartmentId.optional() })
    .superRefine(({ ownerId: one, departmentId: other }, context) => {
      if (one !== undefined && other !== undefined)
        context.addIssue({ code: 'custom', path: ['departmentId'], ...says('shared.one-filter') });
    }),
  status: 200,
  output: listOf(StaleCustomer),
  example: { query: { ownerId }, answer: { items: [stale], next: null } },
} as const satisfies Contract;

export const verifyCustomerContract = {
  method: 'POST',
  path: '/v1/customers/{id}/verify',
  operationId: 'verifyCustomer',
  summary: 'Say that the record of a customer is right as it stands',
  permission: 'customers.edit',
  params: z.strictObject({ id: CustomerId }),
  status: 200,
  output: CustomerView,
  problems: { 'customers.not-found': 404, 'customers.deleted': 409 },
  example: {
    answer: {
      id: customerId,
      number: stale.number,
      name: stale.name,
      verifiedAt: '2026-11-22T01:00:00.000Z',
      version: 2,
    },
  },
} as const satisfies Contract;

export const completenessContracts = [
  getCompletenessContract,
  getCompletenessSettingsContract,
  changeCompletenessSettingsContract,
  listStaleCustomersContract,
  verifyCustomerContract,
] as const satisfies readonly Contract[];
