import * as z from 'zod';
import { Merge, MergeInput } from '#domain/customers/merge.ts';
import { CustomerId, MergeId } from '#domain/shared/ids.ts';
import type { Contract } from '#functions/http/contract.ts';

const mergeId = 'mrg_00000000000000000000000001';
const survivorId = 'cus_00000000000000000000000001';
const loserId = 'cus_00000000000000000000000002';
const memberId = 'mem_00000000000000000000000001';
const at = '2026-11-22T01:00:00.000Z';

/** The ledger as it is answered: who went up in whom, what moved, and what stays though it is taken back. */
export const MergeView = Merge.omit({ ownDone: true, attempts: true, settled: true }).strict();
export type MergeView = z.output<typeof MergeView>;

/** What a merge would do. */
export const MergePreview = z.strictObject({
  dryRun: z.literal(true),
  survivorId: CustomerId,
  loserIds: z.array(CustomerId),
  /** Fields of the survivor that would become others. */
  changes: z.array(z.strictObject({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() })),
  /** How many of each thing would go to the survivor. */
  moves: z.record(z.string(), z.int().nonnegative()),
});
export type MergePreview = z.output<typeof MergePreview>;

const exampleMerge: MergeView = {
  id: mergeId,
  survivorId,
  loserIds: [loserId],
  picks: { industry: loserId },
  state: 'running',
  waitingFor: ['activities', 'contracts', 'tickets', 'mail', 'campaigns', 'attachments'],
  moved: { customers: 4 },
  kept: [],
  version: 1,
  createdAt: at,
  createdBy: memberId,
  updatedAt: at,
  updatedBy: memberId,
};

export const createMergeContract = {
  method: 'POST',
  path: '/v1/merges',
  operationId: 'createMerge',
  summary:
    'Make several customers one. The survivor keeps its id; the others’ ids answer 308 to it for ever. `Prefer: dry-run` shows the difference.',
  permission: 'customers.merge',
  dryRun: true,
  body: MergeInput,
  status: 201,
  output: z.union([MergeView, MergePreview]),
  problems: {
    'customers.merge-itself': 422,
    'customers.merge-twice': 422,
    'customers.merge-foreign-pick': 422,
    'customers.merge-unknown': 422,
    'customers.parent-cycle': 422,
    'customers.already-merged': 409,
    'customers.deleted': 409,
    'customers.too-many-collaborators': 409,
    'customers.too-many-tags': 409,
    'customers.too-many-external-ids': 409,
    'customers.merge-busy': 409,
  },
  example: { body: { survivorId, loserIds: [loserId], picks: { industry: loserId } }, answer: exampleMerge },
} as const satisfies Contract;

const params = z.strictObject({ id: MergeId });

export const getMergeContract = {
  method: 'GET',
  path: '/v1/merges/{id}',
  operationId: 'getMerge',
  summary: 'What a merge has moved so far, who has yet to report, and what stayed when it was taken back.',
  permission: 'customers.merge',
  params,
  status: 200,
  output: MergeView,
  problems: { 'customers.merge-not-found': 404 },
  example: { answer: exampleMerge },
} as const satisfies Contract;

export const revertMergeContract = {
  method: 'POST',
  path: '/v1/merges/{id}/revert',
  operationId: 'revertMerge',
  summary:
    'Take a merge back: everything that nobody has touched since goes back to whose it was; `kept` lists the rest.',
  permission: 'customers.merge',
  params,
  status: 200,
  output: MergeView,
  problems: {
    'customers.merge-not-found': 404,
    'customers.merge-running': 409,
    'customers.already-merged': 409,
    'customers.deleted': 409,
  },
  example: { answer: { ...exampleMerge, state: 'reverting' } },
} as const satisfies Contract;

export const mergeContracts: readonly Contract[] = [createMergeContract, getMergeContract, revertMergeContract];
