import * as z from 'zod';
import { Channel } from '#domain/shared/channel.ts';
import { MemberId, TicketId } from '#domain/shared/ids.ts';
import { line } from '#domain/shared/text.ts';
import { Instant, UtcInstant } from '#domain/shared/time.ts';
import { ProcessState, ProcessSummary, ProcessUpdate, SpecialProcess } from '#domain/tickets/special-process.ts';
import { Reason, Text } from '#domain/tickets/ticket.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { summaryExample } from './examples.ts';
import { notFound, params } from './on-one-ticket.ts';

export const SpecialProcessView = SpecialProcess.omit({ quietVersions: true })
  .extend({
    /** Who leads it for service: the ticket's assignee, else its queue. */
    lead: z.strictObject({ assigneeId: MemberId.optional(), departmentId: z.string().optional() }),
    /** Of the open measures the earliest time. */
    nextDueAt: UtcInstant.optional(),
  })
  .strict();
export type SpecialProcessView = z.output<typeof SpecialProcessView>;

const assigneeId = 'mem_00000000000000000000000005';
const jointOwnerId = 'mem_00000000000000000000000010';
const at = '2026-11-22T01:00:00.000Z';
const measureExample = {
  number: 1,
  what: '现场更换电源模块',
  memberId: assigneeId,
  dueAt: '2026-11-23T10:00:00.000Z',
  state: 'open',
} as const;
const summary = {
  ticketId: summaryExample.id,
  number: summaryExample.number,
  customerId: summaryExample.customerId,
  state: 'open',
  cycle: 1,
  jointOwnerId,
  createdAt: at,
  nextDueAt: measureExample.dueAt,
} as const;
const answer = {
  ...summary,
  trigger: 'complex',
  reason: '多地同时停机',
  memberIds: [],
  measures: [measureExample],
  results: [],
  history: [{ type: 'opened', at, by: assigneeId }],
  lead: { assigneeId, departmentId: summaryExample.departmentId },
  version: 2,
  createdBy: assigneeId,
  updatedAt: at,
  updatedBy: assigneeId,
} as const;
const updateExample = {
  id: 'msg_00000000000000000000000001',
  ticketId: summaryExample.id,
  text: '备件已发出，明早到达现场。',
  at,
  by: assigneeId,
} as const;

const none = { ...notFound, 'tickets.no-special-process': 404 } as const;
const going = { ...none, 'tickets.special-process-closed': 409 } as const;
const onMeasure = { ...going, 'tickets.measure-not-found': 404, 'tickets.measure-ended': 409 } as const;
const ofMeasure = z.strictObject({
  id: TicketId,
  number: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number),
});
const What = line(500);

export const startSpecialProcessContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/special-process',
  operationId: 'startSpecialProcess',
  summary:
    'Starts the special process (专项处理流程) of a complex problem. A major ticket has one by itself, seconds after it was opened or classified.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ reason: Reason }),
  status: 201,
  output: SpecialProcessView,
  problems: { ...notFound, 'tickets.already-closed': 409, 'tickets.special-process-exists': 409 },
  example: { body: { reason: answer.reason }, answer: { ...answer, measures: [], nextDueAt: undefined, version: 1 } },
} as const satisfies Contract;

export const getSpecialProcessContract = {
  method: 'GET',
  path: '/v1/tickets/{id}/special-process',
  operationId: 'getSpecialProcess',
  summary: 'The special process of a ticket: who handles it together, the plan, and what the customer was told.',
  permission: 'tickets.read',
  params,
  status: 200,
  output: SpecialProcessView,
  problems: none,
  example: { answer },
} as const satisfies Contract;

export const changeSpecialProcessContract = {
  method: 'PATCH',
  path: '/v1/tickets/{id}/special-process',
  operationId: 'changeSpecialProcess',
  summary: 'Says who works on it besides, or, with a reason and by a service manager, who is the joint owner.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({
    jointOwnerId: MemberId.optional(),
    memberIds: z.array(MemberId).max(20).optional(),
    reason: Reason.optional(),
  }),
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: SpecialProcessView,
  problems: {
    ...going,
    'tickets.joint-owner-by-manager': 403,
    'tickets.joint-owner-reason-missing': 422,
    'tickets.unknown-member': 422,
  },
  example: { body: { jointOwnerId, reason: '负责该客户的华东业务' }, answer },
} as const satisfies Contract;

export const listSpecialProcessesContract = {
  method: 'GET',
  path: '/v1/special-processes',
  operationId: 'listSpecialProcesses',
  summary:
    'Special processes of a joint owner, oldest first, those that are closed last; without one the company’s for service managers and admins, for all others their own.',
  permission: 'tickets.read',
  query: z.strictObject({ ...listQuery, jointOwnerId: MemberId.optional(), state: ProcessState.optional() }),
  status: 200,
  output: listOf(ProcessSummary.strict()),
  problems: { 'tickets.others-processes': 403 },
  example: { query: { state: 'open' }, answer: { items: [summary], next: null } },
} as const satisfies Contract;

export const addMeasureContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/special-process/measures',
  operationId: 'addMeasure',
  summary: 'Adds a measure (措施) to the plan: what, by whom, until when.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ what: What, memberId: MemberId, dueAt: Instant }),
  status: 201,
  output: SpecialProcessView,
  problems: {
    ...going,
    'tickets.unknown-member': 422,
    'tickets.deadline-past': 422,
    'tickets.too-many-measures': 409,
  },
  example: {
    body: { what: measureExample.what, memberId: assigneeId, dueAt: measureExample.dueAt },
    answer,
  },
} as const satisfies Contract;

export const changeMeasureContract = {
  method: 'PATCH',
  path: '/v1/tickets/{id}/special-process/measures/{number}',
  operationId: 'changeMeasure',
  summary: 'Corrects an open measure, gives it to another, or moves its time.',
  permission: 'tickets.work',
  params: ofMeasure,
  body: z.strictObject({ what: What.optional(), memberId: MemberId.optional(), dueAt: Instant.optional() }),
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: SpecialProcessView,
  problems: { ...onMeasure, 'tickets.unknown-member': 422, 'tickets.deadline-past': 422 },
  example: { body: { dueAt: measureExample.dueAt }, answer },
} as const satisfies Contract;

export const completeMeasureContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/special-process/measures/{number}/complete',
  operationId: 'completeMeasure',
  summary: 'The measure is done, says service or whoever is responsible for it.',
  permission: 'tickets.read',
  params: ofMeasure,
  status: 200,
  output: SpecialProcessView,
  problems: { ...onMeasure, 'tickets.others-measure': 403 },
  example: { answer },
} as const satisfies Contract;

export const dropMeasureContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/special-process/measures/{number}/drop',
  operationId: 'dropMeasure',
  summary: 'The measure is not needed after all, and why.',
  permission: 'tickets.work',
  params: ofMeasure,
  body: z.strictObject({ reason: Reason }),
  status: 200,
  output: SpecialProcessView,
  problems: onMeasure,
  example: { body: { reason: '换件后不再需要' }, answer },
} as const satisfies Contract;

export const addProcessUpdateContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/special-process/updates',
  operationId: 'addProcessUpdate',
  summary: 'Tells those involved how it goes. Who sees the ticket sees it; nobody is written to.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ text: Text }),
  status: 201,
  output: ProcessUpdate.strict(),
  problems: going,
  example: { body: { text: updateExample.text }, answer: updateExample },
} as const satisfies Contract;

export const listProcessUpdatesContract = {
  method: 'GET',
  path: '/v1/tickets/{id}/special-process/updates',
  operationId: 'listProcessUpdates',
  summary: 'What those involved were told, oldest first.',
  permission: 'tickets.read',
  params,
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(ProcessUpdate.strict()),
  problems: none,
  example: { answer: { items: [updateExample], next: null } },
} as const satisfies Contract;

export const reportResultContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/special-process/report-result',
  operationId: 'reportResult',
  summary:
    'The customer was told the result, by the assignee or the joint owner: a public answer on the ticket, via email also sent. Without reporterId it was the caller.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ message: Text, via: Channel, reporterId: MemberId.optional() }),
  status: 200,
  output: SpecialProcessView,
  problems: {
    ...going,
    'tickets.not-resolved': 409,
    'tickets.already-closed': 409,
    'tickets.result-reported': 409,
    'tickets.not-an-owner': 422,
    'tickets.no-address': 422,
  },
  example: { body: { message: '已更换电源模块，并将每季度巡检。', via: 'phone', reporterId: jointOwnerId }, answer },
} as const satisfies Contract;

export const closeSpecialProcessContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/special-process/close',
  operationId: 'closeSpecialProcess',
  summary: 'Ends it, once the ticket is resolved, the result reported and nothing of the plan left.',
  permission: 'tickets.work',
  params,
  status: 200,
  output: SpecialProcessView,
  problems: {
    ...going,
    'tickets.not-resolved': 409,
    'tickets.result-not-reported': 409,
    'tickets.measures-open': 409,
  },
  example: { answer: { ...answer, measures: [], nextDueAt: undefined, state: 'closed', outcome: 'reported' } },
} as const satisfies Contract;
