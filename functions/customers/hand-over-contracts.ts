import * as z from 'zod';
import { HandOver } from '#domain/customers/hand-over.ts';
import { CustomerId } from '#domain/shared/ids.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const example = {
  at: '2026-11-22T01:00:00.000Z',
  fromOwnerId: 'mem_00000000000000000000000001',
  toOwnerId: 'mem_00000000000000000000000002',
  reason: '区域调整',
  actorId: 'mem_00000000000000000000000003',
};

export const listHandOversContract = {
  method: 'GET',
  path: '/v1/customers/{id}/hand-overs',
  operationId: 'listHandOvers',
  summary: 'From whom to whom a customer went, when, by whom and why, the latest first',
  permission: 'customers.read',
  params: z.strictObject({ id: CustomerId }),
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(HandOver.strict()),
  problems: { 'customers.not-found': 404, 'customers.card-only': 403 },
  example: { answer: { items: [example], next: null } },
} as const satisfies Contract;
