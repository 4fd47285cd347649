import * as z from 'zod';
import { dimensions } from '#domain/costs/hour.ts';
import { Instant } from '#domain/shared/time.ts';
import type { Contract } from '#functions/http/contract.ts';

const Usd = z.string().regex(/^\d+\.\d{9}$/);

export const getCostsContract = {
  method: 'GET',
  path: '/v1/costs',
  operationId: 'getCosts',
  summary: 'What a period cost, by route, context or business object, dearest first',
  permission: 'costs.read',
  query: z.strictObject({ from: Instant, to: Instant, by: z.enum(dimensions).default('context') }),
  status: 200,
  output: z.strictObject({
    items: z.array(z.strictObject({ key: z.string(), requests: z.int(), usd: Usd, parts: z.record(z.string(), Usd) })),
    total: z.strictObject({ requests: z.int(), usd: Usd }),
    prices: z.strictObject({ version: z.string(), region: z.string() }),
    /** Hours after this are not computed yet. */
    computedUntil: z.iso.datetime(),
  }),
  problems: { 'costs.bad-period': 422 },
  example: { query: { from: '2026-11-01T00:00:00Z', to: '2026-11-22T00:00:00Z', by: 'route' } },
} as const satisfies Contract;

export const contracts = [getCostsContract] as const satisfies readonly Contract[];
