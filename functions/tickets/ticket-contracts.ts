import * as z from 'zod';
import { Channel } from '#domain/shared/channel.ts';
import { ContactId, CustomerId, DepartmentId, MemberId, TicketId } from '#domain/shared/ids.ts';
import { Instant } from '#domain/shared/time.ts';
import { says } from '#domain/shared/words.ts';
import { Kind, Priority, Reason, Requester, Severity, State, Subject, Tags, Text } from '#domain/tickets/ticket.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { ticketExample as answer, summaryExample } from './examples.ts';
import { closed, notFound, params } from './on-one-ticket.ts';
import { ListedTicket, TicketView } from './view.ts';

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
      description: answer.description,
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
    'Tickets of a member, of a queue or of a customer, or the one with a number; without a filter those of the caller’s ' +
    'queues. By what is due next, those solved and closed last; by priority what is worked on alone, complaints first; ' +
    'a customer’s newest first unless sorted otherwise.',
  permission: 'tickets.read',
  query: z
    .strictObject({
      ...listQuery,
      assigneeId: MemberId.optional(),
      departmentId: DepartmentId.optional(),
      customerId: CustomerId.optional(),
      /** FK202611001, exactly. */
      number: z.string().trim().min(1).max(40).toUpperCase().optional(),
      state: State.optional(),
      sort: z.enum(['nextDueAt', 'priority', '-openedAt']).optional(),
    })
    .refine(
      ({ assigneeId, departmentId, customerId, number }) =>
        [assigneeId, departmentId, customerId, number].filter((each) => each !== undefined).length < 2,
      { ...says('shared.one-filter'), path: ['customerId'] },
    ),
  status: 200,
  output: listOf(ListedTicket),
  problems: {
    'tickets.by-customer-only': 403,
    'tickets.outside-department': 403,
    'tickets.unknown-customer': 422,
    'tickets.sort-not-offered': 422,
    'tickets.priority-of-work-only': 422,
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
    prevention: Text.nullable().optional(),
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
  summary:
    'Gives a ticket to a member, to a queue, or to a member of another queue; by a deadline set by hand if there is a reason for one.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({
    assigneeId: MemberId.optional(),
    departmentId: DepartmentId.optional(),
    /** 处理期限, with the reason for it. */
    dueAt: Instant.optional(),
    reason: Reason.optional(),
  }),
  status: 200,
  output: TicketView,
  problems: {
    ...closed,
    'tickets.nothing-to-assign': 422,
    'tickets.deadline-reason-missing': 422,
    'tickets.deadline-past': 422,
    'tickets.unknown-department': 422,
    'tickets.department-without-service': 422,
    'tickets.unknown-assignee': 422,
    'tickets.assignee-outside-department': 422,
  },
  example: { body: { assigneeId: 'mem_00000000000000000000000005' }, answer },
} as const satisfies Contract;
