import * as z from 'zod';
import { Channel } from '#domain/shared/channel.ts';
import { CannedAnswerId } from '#domain/shared/ids.ts';
import { ClosingReason, CustomersText, Reason, Text, WaitingFor } from '#domain/tickets/ticket.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { ticketExample as answer, messageExample } from './examples.ts';
import { closed, notFound, params } from './on-one-ticket.ts';
import { MessageView } from './other-views.ts';
import { TicketView } from './view.ts';

const solved = { ...closed, 'tickets.already-resolved': 409 } as const;

/** 常用回复: filled where no text is sent, else what the text was made of. */
const cannedAnswerId = CannedAnswerId.optional();
const unsayable = {
  'tickets.answer-missing': 422,
  'tickets.unknown-canned-answer': 422,
  'tickets.canned-answer-archived': 422,
  'tickets.canned-answer-unfilled': 422,
  'tickets.canned-answer-too-long': 422,
} as const;

export const respondToTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/respond',
  operationId: 'respondToTicket',
  summary:
    'Records a public answer, in one’s own words or of a canned answer; via email it is also sent. The first meets the first response.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ message: Text.optional(), via: Channel, cannedAnswerId }),
  status: 200,
  output: TicketView,
  problems: { ...closed, ...unsayable, 'tickets.no-address': 422 },
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
  summary:
    'Gives the solution, and what prevents the like, and tells the contact. It closes after seven days without objection.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ solution: Text.optional(), prevention: Text.optional(), cannedAnswerId }),
  status: 200,
  output: TicketView,
  problems: { ...solved, ...unsayable },
  example: { body: { solution: '更换电源模块后恢复正常。', prevention: '每季度检查电源模块。' }, answer },
} as const satisfies Contract;

export const closeTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/close',
  operationId: 'closeTicket',
  summary: 'Closes a resolved ticket; an unsolved one only as withdrawn or spam.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ reason: ClosingReason.exclude(['satisfied', 'merged']).default('done') }),
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
  problems: { ...notFound, 'tickets.not-resolved': 409, 'tickets.closed-too-long': 409, 'tickets.merged': 409 },
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
  body: z.strictObject({ satisfied: z.boolean(), via: Channel, comment: CustomersText.optional() }),
  status: 200,
  output: TicketView,
  problems: { ...notFound, 'tickets.not-resolved': 409, 'tickets.closed-too-long': 409 },
  example: { body: { satisfied: true, via: 'phone' }, answer },
} as const satisfies Contract;
