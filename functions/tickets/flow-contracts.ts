import * as z from 'zod';
import { Channel } from '#domain/shared/channel.ts';
import { DepartmentId, MemberId, TicketId } from '#domain/shared/ids.ts';
import {
  Category,
  CustomersText,
  Impact,
  Kind,
  LinkType,
  Severity,
  Step,
  Subject,
  Text,
  Urgency,
} from '#domain/tickets/ticket.ts';
import type { Contract } from '#functions/http/contract.ts';
import { ticketExample as answer } from './examples.ts';
import { closed, notFound, params } from './on-one-ticket.ts';
import { TicketView } from './view.ts';

const other = 'tkt_01KDQ3Y0000000000000000002';
const ofAnother = z.strictObject({ id: TicketId, otherId: TicketId });
const ofMember = z.strictObject({ id: TicketId, memberId: MemberId });

export const classifyTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/classify',
  operationId: 'classifyTicket',
  summary:
    '分类: what sort of problem it is, how far it reaches and how urgent it is. The priority follows, unless it was set by hand.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({
    kind: Kind.optional(),
    severity: Severity.optional(),
    impact: Impact.optional(),
    urgency: Urgency.optional(),
    category: Category.optional(),
  }),
  status: 200,
  output: TicketView,
  problems: closed,
  example: { body: { impact: 'company', urgency: 'high', category: ['设备', '电源', '模块'] }, answer },
} as const satisfies Contract;

export const progressTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/steps',
  operationId: 'progressTicket',
  summary:
    'A step towards the solution with what was found, for service alone: identified, planned, verified. Any may be left out; the fourth, telling the customer, is resolve.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ step: Step, text: Text }),
  status: 200,
  output: TicketView,
  problems: { ...closed, 'tickets.already-resolved': 409 },
  example: { body: { step: 'identified', text: '电源模块烧毁' }, answer },
} as const satisfies Contract;

export const recordCustomerMessageContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/customer-messages',
  operationId: 'recordCustomerMessage',
  summary: 'What the customer said. A ticket that waited for him goes on; one that was resolved is reopened.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ message: CustomersText, via: Channel }),
  status: 200,
  output: TicketView,
  problems: closed,
  example: { body: { message: '换了模块还是不亮。', via: 'phone' }, answer },
} as const satisfies Contract;

export const linkTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/links',
  operationId: 'linkTicket',
  summary: 'Links two tickets; `type` says what the other is to this one. The other says the reverse.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ type: LinkType, ticketId: TicketId }),
  status: 200,
  output: TicketView,
  problems: {
    ...notFound,
    'tickets.unknown-ticket': 422,
    'tickets.linked-to-itself': 422,
    'tickets.link-circle': 422,
    'tickets.already-linked-to': 409,
    'tickets.has-parent': 409,
    'tickets.too-many-links': 409,
  },
  example: { body: { type: 'caused-by', ticketId: other }, answer },
} as const satisfies Contract;

export const unlinkTicketContract = {
  method: 'DELETE',
  path: '/v1/tickets/{id}/links/{otherId}',
  operationId: 'unlinkTicket',
  summary: 'Takes a link away, from both tickets.',
  permission: 'tickets.work',
  params: ofAnother,
  status: 200,
  output: TicketView,
  problems: { ...notFound, 'tickets.not-linked': 404 },
  example: { answer },
} as const satisfies Contract;

export const mergeTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/merge',
  operationId: 'mergeTicket',
  summary:
    'Closes a ticket into another of the same customer about the same thing, which it goes on with and is answered.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({ intoId: TicketId }),
  status: 200,
  output: TicketView,
  problems: {
    ...closed,
    'tickets.unknown-ticket': 422,
    'tickets.merged-into-itself': 422,
    'tickets.other-customer': 422,
    'tickets.too-many-merged': 409,
  },
  example: { body: { intoId: other }, answer },
} as const satisfies Contract;

export const splitTicketContract = {
  method: 'POST',
  path: '/v1/tickets/{id}/split',
  operationId: 'splitTicket',
  summary: 'Opens a child of the ticket for a second problem of the same customer, with a clock of its own.',
  permission: 'tickets.work',
  params,
  body: z.strictObject({
    subject: Subject,
    description: Text,
    kind: Kind.optional(),
    severity: Severity.optional(),
    departmentId: DepartmentId.optional(),
  }),
  status: 201,
  output: TicketView,
  problems: { ...closed, 'tickets.unknown-department': 422, 'tickets.too-many-links': 409 },
  example: { body: { subject: '网络中断', description: '另外，办公室的网络也断了。' }, answer },
} as const satisfies Contract;

export const watchTicketContract = {
  method: 'PUT',
  path: '/v1/tickets/{id}/watchers/{memberId}',
  operationId: 'watchTicket',
  summary: 'A member who sees the ticket is told when it is resolved, and when the customer is not satisfied.',
  permission: 'tickets.read',
  params: ofMember,
  status: 200,
  output: TicketView,
  problems: {
    ...notFound,
    'tickets.others-watching': 403,
    'tickets.unknown-watcher': 404,
    'tickets.too-many-watchers': 409,
  },
  example: { answer },
} as const satisfies Contract;

export const unwatchTicketContract = {
  method: 'DELETE',
  path: '/v1/tickets/{id}/watchers/{memberId}',
  operationId: 'unwatchTicket',
  summary: 'The member is told no more.',
  permission: 'tickets.read',
  params: ofMember,
  status: 200,
  output: TicketView,
  problems: { ...notFound, 'tickets.others-watching': 403 },
  example: { answer },
} as const satisfies Contract;
