import * as z from 'zod';
import { DepartmentId, MemberId, TicketId } from '#domain/shared/ids.ts';
import { Queue, QueueInput } from '#domain/tickets/queue.ts';
import type { Contract } from '#functions/http/contract.ts';
import { notFound, params } from './on-one-ticket.ts';

const ofDepartment = z.strictObject({ id: DepartmentId });
const departmentId = 'dep_00000000000000000000000003';
const memberId = 'mem_00000000000000000000000005';

const Workload = z.strictObject({
  memberId: MemberId,
  name: z.string(),
  open: z.int().nonnegative(),
  capacity: z.int().positive(),
  away: z.enum(['off-duty', 'outside-hours']).optional(),
});

const QueueView = Queue.omit({ looksAt: true }).extend({
  /** Active tickets that are nobody's. */
  waiting: z.int().nonnegative(),
  agents: z.array(Workload),
});

const queue = {
  departmentId,
  mode: 'round-robin' as const,
  skills: [{ skill: '电源', kinds: ['fault' as const], categories: ['电源'], tags: [] }],
  version: 1,
  waiting: 0,
  agents: [{ memberId, name: '李雷', open: 3, capacity: 20 }],
};

export const getTicketQueueContract = {
  method: 'GET',
  path: '/v1/ticket-queues/{id}',
  operationId: 'getTicketQueue',
  summary: 'How a department’s queue is given out, what waits in it, and each agent’s open work against his capacity.',
  permission: 'tickets.work',
  params: ofDepartment,
  status: 200,
  output: QueueView,
  problems: { 'tickets.queue-not-found': 404 },
  example: { answer: queue },
} as const satisfies Contract;

export const putTicketQueueContract = {
  method: 'PUT',
  path: '/v1/ticket-queues/{id}',
  operationId: 'putTicketQueue',
  summary:
    'Says how a department’s queue is given out: manual, round-robin or least-load, and which tickets need which skill. Nobody off duty, outside his hours or at capacity is given any.',
  permission: 'sla.manage',
  params: ofDepartment,
  body: QueueInput,
  status: 200,
  output: QueueView,
  problems: { 'tickets.queue-not-found': 404 },
  example: { body: { mode: 'round-robin', skills: [{ skill: '电源', categories: ['电源'] }] }, answer: queue },
} as const satisfies Contract;

const Suggestion = z.strictObject({
  memberId: MemberId,
  name: z.string(),
  score: z.number(),
  /** `skill:<name>`, `language`, `territory`, `room`. */
  reasons: z.array(z.string()),
  /** `off-duty`, `outside-hours`, `at-capacity`, `skill:<name>`, `language`, `territory`. */
  against: z.array(z.string()),
  fits: z.boolean(),
  open: z.int().nonnegative(),
  capacity: z.int().positive(),
});

export const suggestAssigneesContract = {
  method: 'GET',
  path: '/v1/tickets/{id}/suggested-assignees',
  operationId: 'suggestAssignees',
  summary: 'Who could work on a ticket, best first, with what speaks for and against each.',
  permission: 'tickets.work',
  params,
  status: 200,
  output: z.strictObject({ ticketId: TicketId, items: z.array(Suggestion) }),
  problems: notFound,
  example: {
    answer: {
      ticketId: 'tkt_01KDQ3Y0000000000000000001',
      items: [
        {
          memberId,
          name: '李雷',
          score: 2.85,
          reasons: ['skill:电源', 'room'],
          against: [],
          fits: true,
          open: 3,
          capacity: 20,
        },
      ],
    },
  },
} as const satisfies Contract;
