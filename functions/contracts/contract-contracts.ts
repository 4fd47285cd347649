import * as z from 'zod';
import { ContractAnswer, ContractSummary, contractFields as fields } from '#domain/contracts/contract.ts';
import { ContractKind, ContractState } from '#domain/contracts/kind.ts';
import { Period } from '#domain/contracts/term.ts';
import { CustomerCard } from '#domain/shared/customer-card.ts';
import { ContractId, CustomerId, MemberId } from '#domain/shared/ids.ts';
import { LocalDate } from '#domain/shared/time.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { notBoth } from '#functions/http/not-both.ts';
import { amount, service } from './examples.ts';

const params = z.strictObject({ id: ContractId });
const { id, number, customerId, ownerId, kind, title, state, startsOn, endsOn } = service;

export const createContractContract = {
  method: 'POST',
  path: '/v1/contracts',
  operationId: 'createContract',
  summary: 'Enters a contract, running unless it is a draft. It ends when its last day ends, in its zone.',
  permission: 'contracts.write',
  body: z.strictObject({
    customerId: fields.customerId,
    kind: fields.kind,
    title: fields.title,
    amount: fields.amount,
    startsOn: fields.startsOn,
    endsOn: fields.endsOn,
    zone: fields.zone.optional(),
    noticePeriod: fields.noticePeriod.optional(),
    renewal: fields.renewal.optional(),
    ownerId: fields.ownerId.optional(),
    remindCustomer: fields.remindCustomer.optional(),
    externalNumber: fields.externalNumber.optional(),
    state: z.enum(['draft', 'running']).optional(),
  }),
  status: 201,
  output: ContractAnswer,
  problems: {
    'contracts.kind-out-of-reach': 403,
    'contracts.unknown-customer': 422,
    'contracts.unknown-owner': 422,
    'contracts.owner-out-of-reach': 422,
    'contracts.ends-before-start': 422,
  },
  example: {
    body: {
      customerId,
      kind,
      title,
      amount,
      startsOn,
      endsOn,
      noticePeriod: 'P2M',
      renewal: { mode: 'auto', term: 'P12M' },
    },
    answer: service,
  },
} as const satisfies Contract;

export const getContractContract = {
  method: 'GET',
  path: '/v1/contracts/{id}',
  operationId: 'getContract',
  summary: 'One contract; its owner sees the card of the customer with it.',
  permission: 'contracts.read',
  params,
  status: 200,
  output: ContractAnswer.extend({ customer: CustomerCard.optional() }),
  problems: { 'contracts.not-found': 404 },
  example: { answer: service },
} as const satisfies Contract;

export const listContractsContract = {
  method: 'GET',
  path: '/v1/contracts',
  operationId: 'listContracts',
  summary: "Contracts by the day they end: an owner's, a customer's, or all that the caller's reach covers.",
  permission: 'contracts.read',
  query: z
    .strictObject({
      ...listQuery,
      ownerId: MemberId.optional(),
      customerId: CustomerId.optional(),
      state: ContractState.optional(),
      endsFrom: LocalDate.optional(),
      endsTo: LocalDate.optional(),
    })
    .refine(...notBoth('ownerId', 'customerId')),
  status: 200,
  output: listOf(ContractSummary),
  problems: { 'contracts.unknown-customer': 422, 'contracts.owner-out-of-reach': 422 },
  example: {
    query: { state: 'running', endsTo: '2027-12-31' },
    answer: { items: [{ id, number, customerId, ownerId, kind, title, state, amount, startsOn, endsOn }], next: null },
  },
} as const satisfies Contract;

export const changeContractContract = {
  method: 'PATCH',
  path: '/v1/contracts/{id}',
  operationId: 'changeContract',
  summary: 'Changes a draft freely (`state: "running"` signs it), of a running contract what may change while it runs.',
  permission: 'contracts.write',
  params,
  body: z.strictObject({
    state: z.literal('running').optional(),
    customerId: fields.customerId.optional(),
    kind: ContractKind.optional(),
    title: fields.title.optional(),
    amount: fields.amount.partial().optional(),
    startsOn: fields.startsOn.optional(),
    endsOn: fields.endsOn.optional(),
    zone: fields.zone.optional(),
    noticePeriod: fields.noticePeriod.nullable().optional(),
    renewal: z
      .strictObject({ mode: fields.renewal.shape.mode.optional(), term: Period.nullable().optional() })
      .nullable()
      .optional(),
    ownerId: fields.ownerId.optional(),
    remindCustomer: fields.remindCustomer.nullable().optional(),
    externalNumber: fields.externalNumber.nullable().optional(),
  }),
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: ContractAnswer,
  problems: {
    'contracts.not-found': 404,
    'contracts.kind-out-of-reach': 403,
    'contracts.wrong-state': 409,
    'contracts.only-in-draft': 422,
    'contracts.unknown-customer': 422,
    'contracts.unknown-owner': 422,
    'contracts.owner-out-of-reach': 422,
    'contracts.ends-before-start': 422,
  },
  example: {
    body: { title: '设备年度维护（含备件）' },
    answer: { ...service, title: '设备年度维护（含备件）', version: 2 },
  },
} as const satisfies Contract;

export const deleteContractContract = {
  method: 'DELETE',
  path: '/v1/contracts/{id}',
  operationId: 'deleteContract',
  summary: 'Throws a draft away. What was signed is terminated instead.',
  permission: 'contracts.write',
  params,
  ifMatch: true,
  status: 204,
  problems: {
    'contracts.not-found': 404,
    'contracts.kind-out-of-reach': 403,
    'contracts.wrong-state': 409,
  },
} as const satisfies Contract;
