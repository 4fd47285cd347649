import * as z from 'zod';
import { Channel } from '#domain/shared/channel.ts';
import { ContactId, CustomerId, DepartmentId } from '#domain/shared/ids.ts';
import { Routing } from '#domain/tickets/routing.ts';
import { RulesInput } from '#domain/tickets/routing-input.ts';
import { Kind, Severity, Tags } from '#domain/tickets/ticket.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const departmentId = 'dep_00000000000000000000000003';
const rules = [
  { name: '大客户投诉', when: { kinds: ['complaint' as const], levels: ['vip', 'strategic'] }, departmentId },
  { name: '华东电源', when: { tags: ['电源'], territories: ['上海市', '江苏省'] }, departmentId, skill: '电源' },
];
const routing = {
  version: 1,
  rules,
  createdAt: '2026-11-22T01:00:00.000Z',
  createdBy: 'mem_00000000000000000000000009',
};
const refused = {
  'tickets.unknown-department': 422,
  'tickets.rule-twice': 422,
  'tickets.rule-unreachable': 422,
} as const;

export const getTicketRoutingContract = {
  method: 'GET',
  path: '/v1/ticket-routing',
  operationId: 'getTicketRouting',
  summary: 'The rules by which new tickets come to a queue, in their order; version 0 while there are none.',
  permission: 'sla.manage',
  status: 200,
  output: Routing,
  example: { answer: routing },
} as const satisfies Contract;

export const putTicketRoutingContract = {
  method: 'PUT',
  path: '/v1/ticket-routing',
  operationId: 'putTicketRouting',
  summary:
    'Puts the rules, in their order, for tickets that are opened from now on without a department: the first whose ' +
    'conditions all hold takes the ticket. What no rule takes goes where it would without any.',
  permission: 'sla.manage',
  ifMatch: true,
  body: z.strictObject({ rules: RulesInput }),
  status: 200,
  output: Routing,
  problems: refused,
  example: { body: { rules }, answer: routing },
} as const satisfies Contract;

export const listTicketRoutingVersionsContract = {
  method: 'GET',
  path: '/v1/ticket-routing/versions',
  operationId: 'listTicketRoutingVersions',
  summary: 'Every version of the rules, newest first: tickets name the one that routed them.',
  permission: 'sla.manage',
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(Routing),
  example: { answer: { items: [routing], next: null } },
} as const satisfies Contract;

const Considered = z.strictObject({
  rule: z.string(),
  departmentId: DepartmentId,
  takes: z.boolean(),
  /** Names of its conditions: `kinds`, `levels`. */
  met: z.array(z.string()),
  unmet: z.array(z.string()),
  /** Its department is there no more, so it is passed over. */
  gone: z.literal(true).optional(),
});

export const previewTicketRoutingContract = {
  method: 'POST',
  path: '/v1/ticket-routing/preview',
  operationId: 'previewTicketRouting',
  summary:
    'Which rule would take a ticket, and what of each holds: by the rules in force, or by others before they are put. ' +
    'Nothing is written.',
  permission: 'sla.manage',
  body: z.strictObject({
    ticket: z.strictObject({
      customerId: CustomerId.optional(),
      contactId: ContactId.optional(),
      kind: Kind,
      severity: Severity,
      channel: Channel,
      tags: Tags.optional(),
    }),
    rules: RulesInput.optional(),
  }),
  status: 200,
  output: z.strictObject({
    /** Absent where none does. */
    rule: z.string().optional(),
    departmentId: DepartmentId.optional(),
    items: z.array(Considered),
  }),
  problems: {
    ...refused,
    'tickets.customer-missing': 422,
    'tickets.unknown-customer': 422,
    'tickets.unknown-contact': 422,
  },
  example: {
    body: { ticket: { kind: 'fault', severity: 'moderate', channel: 'phone', tags: ['电源'] }, rules },
    answer: {
      items: [
        { rule: '大客户投诉', departmentId, takes: false, met: [], unmet: ['kinds', 'levels'] },
        { rule: '华东电源', departmentId, takes: false, met: ['tags'], unmet: ['territories'] },
      ],
    },
  },
} as const satisfies Contract;

/** Served with calendars and policies: whoever manages those manages these. */
export const routingContracts: readonly Contract[] = [
  getTicketRoutingContract,
  putTicketRoutingContract,
  listTicketRoutingVersionsContract,
  previewTicketRoutingContract,
];
