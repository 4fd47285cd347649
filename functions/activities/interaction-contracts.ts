import * as z from 'zod';
import { Interaction, InteractionChanges, NewInteraction } from '#domain/activities/interaction.ts';
import { CustomerId, InteractionId } from '#domain/shared/ids.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const ofCustomer = z.strictObject({ id: CustomerId });
const ofInteraction = z.strictObject({ id: InteractionId });

const call: z.input<typeof Interaction> = {
  id: 'int_01KAKQ8Z000000000000000001',
  customerId: 'cus_01KAKQ8Z000000000000000001',
  channel: 'phone',
  direction: 'out',
  summary: '讨论续约与明年的用量',
  needs: '希望增加上海的服务点',
  occurredAt: '2026-11-22T01:30:00.000Z',
  durationMinutes: 20,
  version: 1,
  createdAt: '2026-11-22T02:00:00.000Z',
  createdBy: 'mem_01KAKQ8Z000000000000000001',
  updatedAt: '2026-11-22T02:00:00.000Z',
  updatedBy: 'mem_01KAKQ8Z000000000000000001',
};

export const recordInteractionContract = {
  method: 'POST',
  path: '/v1/customers/{id}/interactions',
  operationId: 'recordInteraction',
  summary: 'Records that someone talked with a customer, on any channel and in either direction.',
  permission: 'interactions.write',
  params: ofCustomer,
  body: NewInteraction,
  status: 201,
  output: Interaction,
  problems: {
    'activities.unknown-customer': 404,
    'activities.unknown-contact': 422,
    'activities.occurred-in-future': 422,
  },
  example: {
    body: {
      channel: 'phone',
      direction: 'out',
      summary: '讨论续约与明年的用量',
      needs: '希望增加上海的服务点',
      occurredAt: '2026-11-22T09:30:00+08:00',
      durationMinutes: 20,
    },
    answer: call,
  },
} as const satisfies Contract;

export const listInteractionsContract = {
  method: 'GET',
  path: '/v1/customers/{id}/interactions',
  operationId: 'listInteractions',
  summary: 'All interactions with a customer, the latest first.',
  permission: 'interactions.read',
  params: ofCustomer,
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(Interaction),
  problems: { 'activities.unknown-customer': 404 },
  example: { query: { limit: '20' }, answer: { items: [call], next: null } },
} as const satisfies Contract;

export const getInteractionContract = {
  method: 'GET',
  path: '/v1/interactions/{id}',
  operationId: 'getInteraction',
  summary: 'One interaction, with what stood there before corrections.',
  permission: 'interactions.read',
  params: ofInteraction,
  status: 200,
  output: Interaction,
  problems: { 'activities.not-found': 404 },
  example: { answer: call },
} as const satisfies Contract;

export const correctInteractionContract = {
  method: 'PATCH',
  path: '/v1/interactions/{id}',
  operationId: 'correctInteraction',
  summary: 'The author corrects his record, for 24 hours; what stood there before is kept.',
  permission: 'interactions.write',
  params: ofInteraction,
  body: InteractionChanges,
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: Interaction,
  problems: {
    'activities.not-found': 404,
    'activities.not-author': 403,
    'activities.correction-closed': 409,
    'activities.too-many-corrections': 409,
    'activities.unknown-contact': 422,
    'activities.occurred-in-future': 422,
  },
  example: {
    body: { channel: 'video', needs: null },
    answer: {
      ...call,
      channel: 'video',
      needs: undefined,
      version: 2,
      corrections: [{ at: '2026-11-22T03:00:00.000Z', before: { channel: 'phone', needs: '希望增加上海的服务点' } }],
    },
  },
} as const satisfies Contract;

export const interactionContracts = [
  recordInteractionContract,
  listInteractionsContract,
  getInteractionContract,
  correctInteractionContract,
] as const satisfies readonly Contract[];
