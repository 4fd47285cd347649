import * as z from 'zod';
import { CannedAnswerId, DepartmentId, TicketId } from '#domain/shared/ids.ts';
import { Locale } from '#domain/shared/locale.ts';
import { CannedAnswer, CannedAnswerInput, CannedAnswerPatch, CannedAnswerRow } from '#domain/tickets/canned-answer.ts';
import { Kind } from '#domain/tickets/ticket.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { summaryExample } from './examples.ts';
import { notFound } from './on-one-ticket.ts';

/** How often it was given. */
const uses = z.int().nonnegative();
const CannedAnswerView = CannedAnswer.extend({ uses });

const id = 'can_00000000000000000000000001';
const departmentId = 'dep_00000000000000000000000003';
const at = '2026-11-22T01:00:00.000Z';
const memberId = 'mem_00000000000000000000000005';
const row = { title: '已派工程师', shortcut: '派工', kinds: ['fault'], departmentId, tags: ['上门'] } as const;
const body = {
  ...row,
  body: {
    'zh-CN': '{{ticket.number}} 已安排工程师上门，{{agent.name}} 会提前与您联系。',
    en: 'An engineer is on the way for {{ticket.number}}. {{agent.name}} will call you before.',
  },
} as const;
const stamps = { version: 1, createdAt: at, createdBy: memberId, updatedAt: at, updatedBy: memberId };
const answer = { ...body, id, uses: 0, ...stamps };

const params = z.strictObject({ id: CannedAnswerId });
const unknown = { 'tickets.canned-answer-not-found': 404 } as const;
const refused = {
  'tickets.not-your-canned-answer': 403,
  'tickets.shortcut-taken': 409,
  'tickets.too-many-canned-answers': 409,
} as const;
const badly = {
  'tickets.canned-answer-empty': 422,
  'tickets.unknown-placeholder': 422,
  'tickets.unknown-department': 422,
} as const;

export const createCannedAnswerContract = {
  method: 'POST',
  path: '/v1/canned-answers',
  operationId: 'createCannedAnswer',
  summary:
    'Writes an answer that is given often: of one’s department, or for the whole company where the caller works on all tickets.',
  permission: 'tickets.work',
  body: CannedAnswerInput,
  status: 201,
  output: CannedAnswerView,
  problems: { ...refused, ...badly },
  example: { body, answer },
} as const satisfies Contract;

export const listCannedAnswersContract = {
  method: 'GET',
  path: '/v1/canned-answers',
  operationId: 'listCannedAnswers',
  summary:
    'Canned answers that are offered to the caller, by title or the most used first; of those only what fits a kind of ticket or is offered in a department.',
  permission: 'tickets.work',
  query: z.strictObject({
    ...listQuery,
    kind: Kind.optional(),
    departmentId: DepartmentId.optional(),
    archived: z.enum(['true', 'false']).default('false'),
    sort: z.enum(['title', '-uses']).default('title'),
  }),
  status: 200,
  output: listOf(CannedAnswerRow.extend({ uses })),
  example: {
    query: { kind: 'fault', sort: '-uses' },
    answer: { items: [{ ...row, id, locales: ['zh-CN', 'en'], uses: 12 }], next: null },
  },
} as const satisfies Contract;

export const getCannedAnswerContract = {
  method: 'GET',
  path: '/v1/canned-answers/{id}',
  operationId: 'getCannedAnswer',
  summary: 'One canned answer, as it is written, and how often it was given.',
  permission: 'tickets.work',
  params,
  status: 200,
  output: CannedAnswerView,
  problems: unknown,
  example: { answer: { ...answer, uses: 12 } },
} as const satisfies Contract;

export const changeCannedAnswerContract = {
  method: 'PATCH',
  path: '/v1/canned-answers/{id}',
  operationId: 'changeCannedAnswer',
  summary: 'Changes a canned answer; what was said with it stays as it was said.',
  permission: 'tickets.work',
  params,
  body: CannedAnswerPatch,
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: CannedAnswerView,
  problems: { ...unknown, ...refused, ...badly },
  example: { body: { body: { en: null } }, answer: { ...answer, body: { 'zh-CN': '您好！' }, version: 2 } },
} as const satisfies Contract;

export const archiveCannedAnswerContract = {
  method: 'POST',
  path: '/v1/canned-answers/{id}/archive',
  operationId: 'archiveCannedAnswer',
  summary: 'Archives a canned answer: it is given no more, and its shortcut is free.',
  permission: 'tickets.work',
  params,
  status: 200,
  output: CannedAnswerView,
  problems: { ...unknown, 'tickets.not-your-canned-answer': 403, 'tickets.canned-answer-archived': 409 },
  example: { answer: { ...answer, archivedAt: at, version: 2 } },
} as const satisfies Contract;

export const restoreCannedAnswerContract = {
  method: 'POST',
  path: '/v1/canned-answers/{id}/restore',
  operationId: 'restoreCannedAnswer',
  summary: 'Takes a canned answer out of the archive.',
  permission: 'tickets.work',
  params,
  status: 200,
  output: CannedAnswerView,
  problems: { ...unknown, ...refused, 'tickets.canned-answer-not-archived': 409 },
  example: { answer: { ...answer, version: 3 } },
} as const satisfies Contract;

export const fillCannedAnswerContract = {
  method: 'GET',
  path: '/v1/tickets/{id}/canned-answers/{cannedAnswerId}',
  operationId: 'fillCannedAnswer',
  summary:
    'A canned answer filled for a ticket, in its contact’s language: plain text to send or to edit. `missing` names placeholders without a value.',
  permission: 'tickets.work',
  params: z.strictObject({ id: TicketId, cannedAnswerId: CannedAnswerId }),
  status: 200,
  output: z.strictObject({
    ticketId: TicketId,
    cannedAnswerId: CannedAnswerId,
    locale: Locale,
    text: z.string(),
    missing: z.array(z.string()),
  }),
  problems: { ...notFound, ...unknown, 'tickets.canned-answer-archived': 409 },
  example: {
    answer: {
      ticketId: summaryExample.id,
      cannedAnswerId: id,
      locale: 'zh-CN',
      text: `${summaryExample.number} 已安排工程师上门，韩梅梅 会提前与您联系。`,
      missing: [],
    },
  },
} as const satisfies Contract;

export const cannedAnswerContracts = [
  createCannedAnswerContract,
  listCannedAnswersContract,
  getCannedAnswerContract,
  changeCannedAnswerContract,
  archiveCannedAnswerContract,
  restoreCannedAnswerContract,
  fillCannedAnswerContract,
] as const satisfies readonly Contract[];
