import * as z from 'zod';
import { ContractAnswer, EndReason, contractFields as fields } from '#domain/contracts/contract.ts';
import { ContractDatesAnswer } from '#domain/contracts/dates.ts';
import { ContractDate, Period } from '#domain/contracts/term.ts';
import { ContractId } from '#domain/shared/ids.ts';
import type { Contract } from '#functions/http/contract.ts';
import { notBoth } from '#functions/http/not-both.ts';
import { amount, service } from './examples.ts';

const params = z.strictObject({ id: ContractId });
const { id, startsOn, endsOn } = service;

export const renewContractContract = {
  method: 'POST',
  path: '/v1/contracts/{id}/renew',
  operationId: 'renewContract',
  summary: 'Adds a term, from the day after the present one unless stated, and moves the reminders to its end.',
  permission: 'contracts.renew',
  params,
  body: z
    .strictObject({
      endsOn: ContractDate.optional(),
      term: Period.optional(),
      amount: fields.amount.optional(),
      startsOn: ContractDate.optional(),
    })
    .refine(...notBoth('endsOn', 'term')),
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
