import * as z from 'zod';
import { ContractAnswer, ContractSummary, contractFields, EndReason } from '#domain/contracts/contract.ts';
import { ContractDatesAnswer } from '#domain/contracts/dates.ts';
import { ContractKind, ContractState } from '#domain/contracts/kind.ts';
import { ContractDate, Period } from '#domain/contracts/term.ts';
import { ContactId, ContractId, CustomerId, MemberId } from '#domain/shared/ids.ts';
import { LocalDate } from '#domain/shared/time.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const params = z.strictObject({ id: ContractId });
const fields = contractFields;

/** What an owner sees of a customer whom he may otherwise not see (rules.md 1). */
const CustomerCard = z.strictObject({
  id: CustomerId,
  number: z.string(),
  name: z.string(),
  level: z.string(),
  mainContact: z.strictObject({
    id: ContactId,
    name: z.string(),
    mobile: z.string().optional(),
    landline: z.string().optional(),
    email: z.string().optional(),
  }),
});

const amount = { minor: 12_000_000, currency: 'CNY' };
const service = {
  id: 'ctr_01KAKQ8Z000000000000000001',
  number: 'HT202611001',
  customerId: 'cus_01KAKQ8Z000000000000000001',
  ownerId: 'mem_01KAKQ8Z000000000000000001',
  kind: 'service',
  title: '设备年度维护',
  state: 'running',
  zone: 'Asia/Shanghai',
  terms: [{ term: 1, startsOn: '2026-12-01', endsOn: '2027-11-30', amount }],
  currentTerm: { startsOn: '2026-12-01', endsOn: '2027-11-30' },
  amount,
  startsOn: '2026-12-01',
  endsOn: '2027-11-30',
  noticePeriod: 'P2M',
  noticeBy: '2027-09-30',
  renewal: { mode: 'auto', term: 'P12M' },
  remindCustomer: false,
  version: 1,
  createdAt: '2026-11-22T02:00:00.000Z',
  createdBy: 'mem_01KAKQ8Z000000000000000001',
  updatedAt: '2026-11-22T02:00:00.000Z',
  updatedBy: 'mem_01KAKQ8Z000000000000000001',
} as const satisfies z.input<typeof ContractAnswer>;
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
    .refine((query) => query.ownerId === undefined || query.customerId === undefined, {
      message: 'ownerId or customerId, not both',
      path: ['customerId'],
    }),
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

export const renewContractContract = {
  method: 'POST',
  path: '/v1/contracts/{id}/renew',
  operationId: 'renewContract',
  summary: 'Adds a term, from the day after the present one unless stated, and moves the reminders to its end.',
  permission: 'contracts.write',
  params,
  body: z
    .strictObject({
      endsOn: ContractDate.optional(),
      term: Period.optional(),
      amount: fields.amount.optional(),
      startsOn: ContractDate.optional(),
    })
    .refine((sent) => sent.endsOn === undefined || sent.term === undefined, {
      message: 'endsOn or term, not both',
      path: ['term'],
    }),
  status: 200,
  output: ContractAnswer,
  problems: {
    'contracts.not-found': 404,
    'contracts.kind-out-of-reach': 403,
    'contracts.wrong-state': 409,
    'contracts.terms-overlap': 422,
    'contracts.ends-before-start': 422,
    'contracts.date-out-of-range': 422,
  },
  example: {
    body: { term: 'P12M', amount },
    answer: {
      ...service,
      terms: [...service.terms, { term: 2, startsOn: '2027-12-01', endsOn: '2028-11-30', amount }],
      currentTerm: { startsOn: '2027-12-01', endsOn: '2028-11-30' },
      startsOn: '2027-12-01',
      endsOn: '2028-11-30',
      noticeBy: '2028-09-30',
      version: 2,
    },
  },
} as const satisfies Contract;

export const giveNoticeContract = {
  method: 'POST',
  path: '/v1/contracts/{id}/give-notice',
  operationId: 'giveNotice',
  summary: 'Notice was given: it does not renew itself. After `noticeBy` it is marked as late.',
  permission: 'contracts.write',
  params,
  body: z.strictObject({ on: ContractDate.optional() }),
  status: 200,
  output: ContractAnswer,
  problems: {
    'contracts.not-found': 404,
    'contracts.kind-out-of-reach': 403,
    'contracts.wrong-state': 409,
    'contracts.notice-given': 409,
    'contracts.date-in-future': 422,
  },
  example: {
    body: { on: '2027-09-01' },
    answer: { ...service, notice: { on: '2027-09-01', late: false }, version: 2 },
  },
} as const satisfies Contract;

export const terminateContractContract = {
  method: 'POST',
  path: '/v1/contracts/{id}/terminate',
  operationId: 'terminateContract',
  summary: 'Ends a running contract before its time, with a reason.',
  permission: 'contracts.end',
  params,
  body: z.strictObject({ reason: EndReason, on: ContractDate }),
  status: 200,
  output: ContractAnswer,
  problems: {
    'contracts.not-found': 404,
    'contracts.wrong-state': 409,
    'contracts.outside-of-term': 422,
  },
  example: {
    body: { reason: '客户搬迁', on: '2027-06-30' },
    answer: { ...service, state: 'terminated', termination: { on: '2027-06-30', reason: '客户搬迁' }, version: 2 },
  },
} as const satisfies Contract;

export const getContractDatesContract = {
  method: 'GET',
  path: '/v1/contracts/{id}/dates',
  operationId: 'getContractDates',
  summary: 'What has happened and will happen around the end of the present term, with its instants.',
  permission: 'contracts.read',
  params,
  status: 200,
  output: ContractDatesAnswer,
  problems: { 'contracts.not-found': 404 },
  example: {
    answer: {
      term: 1,
      startsOn,
      endsOn,
      zone: 'Asia/Shanghai',
      noticeBy: '2027-09-30',
      steps: [
        {
          step: 'P90D',
          what: 'contract.ending',
          at: '2027-09-01T01:00:00.000Z',
          to: ['owner'],
          state: 'ahead',
          ref: `${id}#P90D/1`,
        },
        { step: 'over', what: 'renews', at: '2027-11-30T16:00:00.000Z', to: [], state: 'ahead' },
      ],
    },
  },
} as const satisfies Contract;

export const contracts: readonly Contract[] = [
  createContractContract,
  getContractContract,
  listContractsContract,
  changeContractContract,
  deleteContractContract,
  renewContractContract,
  giveNoticeContract,
  terminateContractContract,
  getContractDatesContract,
];
