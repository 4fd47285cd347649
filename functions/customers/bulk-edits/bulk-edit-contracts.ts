import * as z from 'zod';
import { BulkEdit, BulkEditInput } from '#domain/customers/bulk-edit.ts';
import { bulkOutcomes } from '#domain/shared/bulk-outcome.ts';
import { BulkEditId, CustomerId } from '#domain/shared/ids.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { filterProblems } from '../list-query.ts';

const id = 'blk_00000000000000000000000001';
const customerId = 'cus_00000000000000000000000001';
const memberId = 'mem_00000000000000000000000001';
const at = '2026-11-22T01:00:00.000Z';
const params = z.strictObject({ id: BulkEditId });
const notFound = { 'customers.bulk-edit-not-found': 404 } as const;
const Count = z.int().nonnegative();

const BulkEditView = BulkEdit.omit({ requester: true, cursor: true, parts: true })
  .extend({
    /** Customers looked at so far: `total` is the sum of the others, always. */
    counts: z.strictObject({ total: Count, changed: Count, unchanged: Count, refused: Count }),
  })
  .strict();

/** What a bulk edit would do: of the first 1,000 customers, by the same rules, and `isMore` where there are others. */
const BulkEditPreview = z.strictObject({
  dryRun: z.literal(true),
  matched: Count,
  isMore: z.boolean(),
  changed: Count,
  unchanged: Count,
  refused: Count,
  first: z.array(
    z.strictObject({
      id: CustomerId,
      number: z.string(),
      name: z.string(),
      outcome: z.enum(bulkOutcomes),
      code: z.string().optional(),
    }),
  ),
});

const filter = { field: 'level', op: 'is', value: 'potential' } as const;
const changes = { addTags: ['2027 拜访'], level: 'normal' } as const;
const running = {
  id,
  state: 'running',
  filter,
  changes,
  selected: 0,
  isSelected: false,
  counts: { total: 0, changed: 0, unchanged: 0, refused: 0 },
  version: 1,
  createdAt: at,
  createdBy: memberId,
  updatedAt: at,
} as const;
const completed = {
  ...running,
  state: 'completed',
  selected: 3,
  isSelected: true,
  counts: { total: 3, changed: 2, unchanged: 0, refused: 1 },
  version: 3,
} as const;

export const createBulkEditContract = {
  method: 'POST',
  path: '/v1/bulk-edits',
  operationId: 'createBulkEdit',
  summary:
    'Change many customers alike, each as if by PATCH or by hand-over, with the caller’s rights. `Prefer: dry-run` says what would happen.',
  permission: 'customers.edit',
  dryRun: true,
  body: BulkEditInput,
  status: 202,
  output: z.union([BulkEditView, BulkEditPreview]),
  problems: {
    ...filterProblems,
    'customers.bulk-edit-selection': 422,
    'customers.bulk-edit-nothing': 422,
    'customers.bulk-edit-tag-both': 422,
    'customers.bulk-edit-owner-alone': 422,
    'customers.bulk-edit-reason': 422,
    'customers.view-not-found': 422,
    'customers.tag-archived': 422,
    'customers.unknown-choice': 422,
    'customers.archived-choice': 422,
    'customers.unknown-owner': 422,
  },
  example: { body: { filter, changes }, answer: running },
} as const satisfies Contract;

export const getBulkEditContract = {
  method: 'GET',
  path: '/v1/bulk-edits/{id}',
  operationId: 'getBulkEdit',
  summary: 'How far a bulk edit is: poll it until its state is completed or cancelled',
  permission: 'customers.edit',
  params,
  status: 200,
  output: BulkEditView,
  problems: notFound,
  example: { answer: completed },
} as const satisfies Contract;

export const cancelBulkEditContract = {
  method: 'POST',
  path: '/v1/bulk-edits/{id}/cancel',
  operationId: 'cancelBulkEdit',
  summary: 'Stop a bulk edit; customers who were changed stay so',
  permission: 'customers.edit',
  params,
  status: 202,
  output: BulkEditView,
  problems: { ...notFound, 'customers.bulk-edit-state': 409 },
  example: { answer: { ...running, state: 'cancelling', version: 2 } },
} as const satisfies Contract;

export const listRefusedCustomersContract = {
  method: 'GET',
  path: '/v1/bulk-edits/{id}/refused',
  operationId: 'listRefusedCustomers',
  summary: 'The customers whom a bulk edit left as they were, with the rule that said no',
  permission: 'customers.edit',
  params,
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(z.strictObject({ customerId: CustomerId, code: z.string(), detail: z.string() })),
  problems: notFound,
  example: {
    answer: {
      items: [{ customerId, code: 'customers.deleted', detail: '该客户已被删除，请先恢复。' }],
      next: null,
    },
  },
} as const satisfies Contract;

export const bulkEditContracts = [
  createBulkEditContract,
  getBulkEditContract,
  cancelBulkEditContract,
  listRefusedCustomersContract,
] as const satisfies readonly Contract[];
