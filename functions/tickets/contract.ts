import * as z from 'zod';
import { ContactId, CustomerId, DepartmentId, MemberId, TicketId } from '#domain/shared/ids.ts';
import {
  Channel,
  ClosingReason,
  Kind,
  Priority,
  Reason,
  Requester,
  Severity,
  State,
  Subject,
  Tags,
  Text,
  WaitingFor,
} from '#domain/tickets/ticket.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { messageExample, slaExample, summaryExample, ticketExample } from './examples.ts';
import { MessageView, SlaView } from './other-views.ts';
import { ListedTicket, TicketView } from './view.ts';

const params = z.strictObject({ id: TicketId });
const notFound = { 'tickets.not-found': 404 } as const;
const closed = { ...notFound, 'tickets.already-closed': 409 } as const;
const solved = { ...closed, 'tickets.already-resolved': 409 } as const;
const answer = ticketExample;

export const createTicketContract = {
  method: 'POST',
  path: '/v1/tickets',
  operationId: 'createTicket',
  summary:
    'Takes in a question, problem or complaint. Without a department it goes to the service queue, else to triage.',
  permission: 'tickets.create',
  body: z.strictObject({
    customerId: CustomerId.optional(),
    contactId: ContactId.optional(),
    requester: Requester.optional(),
    kind: Kind,
    severity: Severity,
    channel: Channel,
    subject: Subject,
    description: Text,
    departmentId: DepartmentId.optional(),
    tags: Tags.optional(),
    continuesId: TicketId.optional(),
  }),
  status: 201,
  output: TicketView,
  problems: {
    'tickets.requester-missing': 422,
    'tickets.requester-and-customer': 422,
    'tickets.customer-missing': 422,
    'tickets.unknown-customer': 422,
    'tickets.unknown-contact': 422,
    'tickets.unknown-department': 422,
    'tickets.unknown-ticket': 422,
  },
  example: {
    body: {
      customerId: summaryExample.customerId,
      kind: 'fault',
      severity: 'moderate',
      channel: 'phone',
      subject: summaryExample.subject,
      description: ticketExample.description,
    },
    answer,
  },
} as const satisfies Contract;

export const getTicketContract = {
  method: 'GET',
  path: '/v1/tickets/{id}',
  operationId: 'getTicket',
  summary: 'One ticket with its deadlines, its history and its customer’s card.',
  permission: 'tickets.read',
  params,
  status: 200,
  output: TicketView,
  problems: notFound,
  example: { answer },
} as const satisfies Contract;

export const listTicketsContract = {
  method: 'GET',
  path: '/v1/tickets',
  operationId: 'listTickets',
  summary:
    'Tickets of a member, of a queue or of a customer; without a filter those of the caller’s queues. By what is due ' +
    'next, those solved and closed last; a customer’s newest first unless sorted otherwise.',
  permission: 'tickets.read',
  query: z
    .strictObject({
      ...listQuery,
      assigneeId: MemberId.optional(),
      departmentId: DepartmentId.optional(),
      customerId: CustomerId.optional(),
      state: State.optional(),
      sort: z.enum(['nextDueAt', '-openedAt']).optional(),
    })
    .refine(
      ({ assigneeId, departmentId, customerId }) =>
        [assigneeId, departmentId, customerId].filter((each) => each !== undefined).length < 2,
      { message: 'one of assigneeId, departmentId and customerId', path: ['customerId'] },
    ),
  status: 200,
  output: listOf(ListedTicket),
  problems: {
    'tickets.by-customer-only': 403,
    'tickets.outside-department': 403,
    'tickets.unknown-customer': 422,
    'tickets.sort-not-offered': 422,
  },
  example: {
    query: { state: 'open', sort: 'nextDueAt' },
    answer: { items: [{ ...summaryExample, openedAt: '2026-11-22T01:00:00.000Z' }], next: null },
  },
} as const satisfies Contract;

export const changeTicketContract = {
  method: 'PATCH',
  path: '/v1/tickets/{id}',
  operationId: 'changeTicket',
  summary: 'Corrects a ticket. Another priority needs a reason; a ticket from triage is linked to its customer here.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({
    subject: Subject.optional(),
    kind: Kind.optional(),
    severity: Severity.optional(),
    priority: Priority.optional(),
    priorityReason: Reason.optional(),
    tags: Tags.optional(),
    customerId: CustomerId.optional(),
    contactId: ContactId.nullable().optional(),
  }),
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: TicketView,
  problems: {
    ...notFound,
    'tickets.priority-reason-missing': 422,
    'tickets.already-linked': 422,
    'tickets.unknown-customer': 422,
    'tickets.unknown-contact': 422,
  },
  example: { body: { priority: 'high', priorityReason: '生产线停工' }, answer },
} as const satisfies Contract;

export const assignTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/assign',
  operationId: 'assignTicket',
  summary: 'Gives a ticket to a member, to a queue, or to a member of another queue.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ assigneeId: MemberId.optional(), departmentId: DepartmentId.optional() }),
  status: 200,
  output: TicketView,
  problems: {
    ...closed,
    'tickets.nothing-to-assign': 422,
    'tickets.unknown-department': 422,
    'tickets.unknown-assignee': 422,
    'tickets.assignee-outside-department': 422,
  },
  example: { body: { assigneeId: 'mem_00000000000000000000000005' }, answer },
} as const satisfies Contract;

export const respondToTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/respond',
  operationId: 'respondToTicket',
  summary: 'Records a public answer; via email it is also sent. The first meets the first response.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ message: Text, via: Channel }),
  status: 200,
  output: TicketView,
  problems: { ...closed, 'tickets.no-address': 422 },
  example: { body: { message: messageExample.text, via: 'email' }, answer },
} as const satisfies Contract;

export const addNoteContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/notes',
  operationId: 'addNote',
  summary: 'Adds a note that only service sees.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ text: Text }),
  status: 201,
  output: MessageView,
  problems: notFound,
  example: {
    body: { text: '备件已到库' },
    answer: { ...messageExample, visibility: 'internal', via: undefined, text: '备件已到库' },
  },
} as const satisfies Contract;

export const listMessagesContract = {
  method: 'GET',
  path: '/v1/tickets/{id}/messages',
  operationId: 'listMessages',
  summary: 'What was said on a ticket, oldest first; internal notes only to those who may see them.',
  permission: 'tickets.read',
  params,
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(MessageView),
  problems: notFound,
  example: { answer: { items: [messageExample], next: null } },
} as const satisfies Contract;

export const waitOnTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/wait',
  operationId: 'waitOnTicket',
  summary:
    'Waits for the customer, which pauses the solution, or for a third party, which by the default policy does not.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ for: WaitingFor }),
  status: 200,
  output: TicketView,
  problems: { ...solved, 'tickets.already-waiting': 409 },
  example: { body: { for: 'customer' }, answer },
} as const satisfies Contract;

export const resumeTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/resume',
  operationId: 'resumeTicket',
  summary: 'What was waited for has come.',
  permission: 'tickets.work',
  params,
  status: 200,
  output: TicketView,
  problems: { ...notFound, 'tickets.not-waiting': 409 },
  example: { answer },
} as const satisfies Contract;

export const resolveTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/resolve',
  operationId: 'resolveTicket',
  summary: 'Gives the solution and tells the contact. It closes after seven days without objection.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ solution: Text }),
  status: 200,
  output: TicketView,
  problems: solved,
  example: { body: { solution: '更换电源模块后恢复正常。' }, answer },
} as const satisfies Contract;

export const closeTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/close',
  operationId: 'closeTicket',
  summary: 'Closes a resolved ticket; an unsolved one only as withdrawn or spam.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ reason: ClosingReason.exclude(['satisfied']).default('done') }),
  status: 200,
  output: TicketView,
  problems: { ...closed, 'tickets.not-resolved': 409 },
  example: { body: { reason: 'done' }, answer },
} as const satisfies Contract;

export const reopenTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/reopen',
  operationId: 'reopenTicket',
  summary: 'Work begins again, with new deadlines; until 30 days after closing.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ reason: Reason }),
  status: 200,
  output: TicketView,
  problems: { ...notFound, 'tickets.not-resolved': 409, 'tickets.closed-too-long': 409 },
  example: { body: { reason: '故障再次出现' }, answer },
} as const satisfies Contract;

export const acknowledgeEscalationContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/acknowledge-escalation',
  operationId: 'acknowledgeEscalation',
  summary: 'Takes a broken promise in hand: the next rung waits four hours longer, once per rung.',
  permission: 'tickets.work',
  params,
  status: 200,
  output: TicketView,
  problems: { ...notFound, 'tickets.not-escalated': 409, 'tickets.already-acknowledged': 409 },
  example: { answer },
} as const satisfies Contract;

export const recordSatisfactionContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/satisfaction',
  operationId: 'recordSatisfaction',
  summary: 'The customer’s verdict. Dissatisfied reopens the ticket and tells the assignee’s manager.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ satisfied: z.boolean(), via: Channel, comment: Text.optional() }),
  status: 200,
  output: TicketView,
  problems: { ...notFound, 'tickets.not-resolved': 409, 'tickets.closed-too-long': 409 },
  example: { body: { satisfied: true, via: 'phone' }, answer },
} as const satisfies Contract;

export const getSlaContract = {
  method: 'GET',
  path: '/v1/tickets/{id}/sla',
  operationId: 'getSla',
  summary: 'Every deadline of every cycle with the pieces of time that make it up, so that it can be checked by hand.',
  permission: 'tickets.read',
  params,
  status: 200,
  output: SlaView,
  problems: notFound,
  example: { answer: slaExample },
} as const satisfies Contract;

export const contracts: readonly Contract[] = [
  createTicketContract,
  listTicketsContract,
  getTicketContract,
  changeTicketContract,
  assignTicketContract,
  respondToTicketContract,
  addNoteContract,
  listMessagesContract,
  waitOnTicketContract,
  resumeTicketContract,
  resolveTicketContract,
  closeTicketContract,
  reopenTicketContract,
  acknowledgeEscalationContract,
  recordSatisfactionContract,
  getSlaContract,
];
