import * as z from 'zod';
import {
  dueFields,
  FollowUpAnswer,
  FollowUpState,
  FollowUpSummary,
  Lead,
  Reason,
  Subject,
} from '#domain/activities/follow-up.ts';
import { BusinessInstant, NewInteraction } from '#domain/activities/interaction.ts';
import { CustomerCard } from '#domain/shared/customer-card.ts';
import { CustomerId, FollowUpId, MemberId } from '#domain/shared/ids.ts';
import { says } from '#domain/shared/words.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { notBoth } from '#functions/http/not-both.ts';

const params = z.strictObject({ id: FollowUpId });

const renewal = {
  id: 'fol_01KAKQ8Z00000000000000A001',
  customerId: 'cus_01KAKQ8Z000000000000000001',
  ownerId: 'mem_01KAKQ8Z000000000000000001',
  subject: '确认续约报价',
  state: 'open',
  dueAt: '2026-11-23T01:00:00.000Z',
  due: { local: '2026-11-23T09:00', zone: 'Asia/Shanghai' },
  lead: 'PT1H',
  overdue: false,
  version: 1,
  createdAt: '2026-11-22T02:00:00.000Z',
  createdBy: 'mem_01KAKQ8Z000000000000000001',
  updatedAt: '2026-11-22T02:00:00.000Z',
  updatedBy: 'mem_01KAKQ8Z000000000000000001',
} as const satisfies z.input<typeof FollowUpAnswer>;

const { id, customerId, ownerId, subject, state, dueAt } = renewal;

export const createFollowUpContract = {
  method: 'POST',
  path: '/v1/follow-ups',
  operationId: 'createFollowUp',
  summary: 'Something to do about a customer; its owner is reminded when it is due, less the lead.',
  permission: 'follow-ups.write',
  body: z
    .strictObject({
      customerId: CustomerId,
      subject: Subject,
      due: dueFields.due.optional(),
      dueAt: dueFields.dueAt.optional(),
      ownerId: MemberId.optional(),
      lead: Lead.optional(),
    })
    .refine((sent) => (sent.due === undefined) !== (sent.dueAt === undefined), {
      ...says('shared.either', { first: 'due', second: 'dueAt' }),
      path: ['due'],
    }),
  status: 201,
  output: FollowUpAnswer,
  problems: {
    'activities.unknown-customer': 422,
    'activities.unknown-owner': 422,
    'activities.owner-out-of-reach': 422,
    'activities.due-out-of-range': 422,
  },
  example: {
    body: { customerId, subject, due: { local: '2026-11-23T09:00', zone: 'Asia/Shanghai' }, lead: 'PT1H' },
    answer: renewal,
  },
} as const satisfies Contract;

export const getFollowUpContract = {
  method: 'GET',
  path: '/v1/follow-ups/{id}',
  operationId: 'getFollowUp',
  summary: 'One follow-up; its owner sees the card of the customer with it.',
  permission: 'follow-ups.write',
  params,
  status: 200,
  output: FollowUpAnswer.extend({ customer: CustomerCard.optional() }),
  problems: { 'activities.not-found': 404 },
  example: { answer: renewal },
} as const satisfies Contract;

export const listFollowUpsContract = {
  method: 'GET',
  path: '/v1/follow-ups',
  operationId: 'listFollowUps',
  summary: "An owner's follow-ups by due date (the caller's own unless stated), or a customer's in the order of entry.",
  permission: 'follow-ups.write',
  query: z
    .strictObject({
      ...listQuery,
      ownerId: MemberId.optional(),
      customerId: CustomerId.optional(),
      state: FollowUpState.optional(),
      dueFrom: BusinessInstant.optional(),
      dueTo: BusinessInstant.optional(),
    })
    .refine(...notBoth('ownerId', 'customerId')),
  status: 200,
  output: listOf(FollowUpSummary),
  problems: { 'activities.unknown-customer': 422, 'activities.owner-out-of-reach': 422 },
  example: {
    query: { state: 'open', dueTo: '2026-11-24T00:00:00+08:00' },
    answer: { items: [{ id, customerId, ownerId, subject, state, dueAt }], next: null },
  },
} as const satisfies Contract;

export const changeFollowUpContract = {
  method: 'PATCH',
  path: '/v1/follow-ups/{id}',
  operationId: 'changeFollowUp',
  summary: 'Changes an open follow-up; a due date that moves is reminded of anew.',
  permission: 'follow-ups.write',
  params,
  body: z
    .strictObject({
      subject: Subject.optional(),
      due: dueFields.due.partial().optional(),
      dueAt: dueFields.dueAt.optional(),
      ownerId: MemberId.optional(),
      lead: Lead.nullable().optional(),
    })
    .refine(...notBoth('dueAt', 'due')),
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: FollowUpAnswer,
  problems: {
    'activities.not-found': 404,
    'activities.follow-up-closed': 409,
    'activities.unknown-owner': 422,
    'activities.owner-out-of-reach': 422,
    'activities.due-out-of-range': 422,
  },
  example: {
    body: { dueAt: '2026-11-24T01:00:00Z', lead: null },
    answer: { ...renewal, dueAt: '2026-11-24T01:00:00.000Z', lead: undefined, version: 2 },
  },
} as const satisfies Contract;

export const completeFollowUpContract = {
  method: 'POST',
  path: '/v1/follow-ups/{id}/complete',
  operationId: 'completeFollowUp',
  summary: 'It was done. With an interaction it ends a silence of the customer, without one it does not.',
  permission: 'follow-ups.write',
  params,
  body: z.strictObject({ interaction: NewInteraction.optional() }),
  status: 200,
  output: FollowUpAnswer,
  problems: {
    'activities.not-found': 404,
    'activities.follow-up-closed': 409,
    'activities.unknown-contact': 422,
    'activities.occurred-in-future': 422,
  },
  example: {
    body: { interaction: { channel: 'phone', direction: 'out', summary: '客户同意报价' } },
    answer: {
      ...renewal,
      state: 'completed',
      interactionId: 'int_01KAKQ8Z000000000000000001',
      closedAt: '2026-11-23T02:00:00.000Z',
      version: 3,
    },
  },
} as const satisfies Contract;

export const cancelFollowUpContract = {
  method: 'POST',
  path: '/v1/follow-ups/{id}/cancel',
  operationId: 'cancelFollowUp',
  summary: 'It need not be done any more.',
  permission: 'follow-ups.write',
  params,
  body: z.strictObject({ reason: Reason.optional() }),
  status: 200,
  output: FollowUpAnswer,
  problems: { 'activities.not-found': 404, 'activities.follow-up-closed': 409 },
  example: {
    body: { reason: '客户已主动联系' },
    answer: {
      ...renewal,
      state: 'cancelled',
      reason: '客户已主动联系',
      closedAt: '2026-11-23T02:00:00.000Z',
      version: 2,
    },
  },
} as const satisfies Contract;

export const followUpContracts = [
  createFollowUpContract,
  getFollowUpContract,
  listFollowUpsContract,
  changeFollowUpContract,
  completeFollowUpContract,
  cancelFollowUpContract,
] as const satisfies readonly Contract[];
