import * as z from 'zod';
import { DuplicateScanId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listQuery } from '#functions/http/list.ts';

const scanId = 'scn_00000000000000000000000001';
const startedAt = '2026-11-22T01:00:00.000Z';

const ScanView = z.strictObject({
  id: DuplicateScanId,
  state: z.enum(['running', 'completed']),
  startedAt: UtcInstant,
  completedAt: UtcInstant.optional(),
});

const Reasons = z.array(z.enum(['mobile', 'email', 'name']));

/** Customers who may be one, as far as the caller sees them. */
export const GroupView = z.strictObject({
  score: z.number(),
  candidates: z.array(
    z.strictObject({
      id: z.string(),
      number: z.string(),
      name: z.string(),
      score: z.number(),
      reasons: Reasons,
      owner: z.strictObject({ name: z.string(), department: z.string() }),
    }),
  ),
});
export type GroupView = z.output<typeof GroupView>;

export const scanDuplicatesContract = {
  method: 'POST',
  path: '/v1/duplicates/scan',
  operationId: 'scanDuplicates',
  summary: 'Look for customers who may be one among all who are there. The groups are at the scan, within minutes.',
  permission: 'customers.merge',
  status: 202,
  output: ScanView,
  example: { answer: { id: scanId, state: 'running', startedAt } },
} as const satisfies Contract;

export const getDuplicateScanContract = {
  method: 'GET',
  path: '/v1/duplicates/scans/{id}',
  operationId: 'getDuplicateScan',
  summary:
    'What a scan has found, the surest first: groups of those whom the caller sees. Empty until it is completed.',
  permission: 'customers.merge',
  params: z.strictObject({ id: DuplicateScanId }),
  query: z.strictObject(listQuery),
  status: 200,
  output: ScanView.extend({ items: z.array(GroupView), next: z.string().nullable() }),
  problems: { 'customers.scan-not-found': 404 },
  example: {
    answer: {
      id: scanId,
      state: 'completed',
      startedAt,
      completedAt: '2026-11-22T01:01:00.000Z',
      items: [
        {
          score: 0.98,
          candidates: ['1', '2'].map((n) => ({
            id: `cus_0000000000000000000000000${n}`,
            number: `C20261100${n}`,
            name: '上海医疗器械有限公司',
            score: 0.98,
            reasons: ['mobile', 'name'] as const,
            owner: { name: '李伟', department: '华东' },
          })),
        },
      ],
      next: null,
    },
  },
} as const satisfies Contract;

export const scanContracts: readonly Contract[] = [scanDuplicatesContract, getDuplicateScanContract];
