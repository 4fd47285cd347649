import * as z from 'zod';
import { CalendarInput, SlaName } from '#domain/tickets/calendar-input.ts';
import { SlaPolicyInput } from '#domain/tickets/sla-policy-input.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { routingContracts } from './routing-contracts.ts';
import { CalendarView, SlaPolicyView } from './sla-views.ts';

const params = z.strictObject({ name: SlaName });
const at = '2026-11-22T01:00:00.000Z';
const by = 'mem_00000000000000000000000009';

/** To tickets that are opened from now on alone, or also to those that run; never to what is settled. */
const query = z.strictObject({ appliesTo: z.enum(['new', 'running']).default('new') });

const day = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];
const calendarBody = {
  zone: 'Asia/Shanghai',
  weekly: { mon: day, tue: day, wed: day, thu: day, fri: day },
  holidays: 'DE',
  days: [{ date: '2026-12-31', intervals: [['09:00', '12:00']] }],
};
const calendarAnswer = {
  ...calendarBody,
  name: 'office',
  version: 1,
  years: [{ year: 2026, closed: ['2026-12-25'], working: [] }],
  provisionalFrom: 2027,
  createdAt: at,
  createdBy: by,
};
const policyBody = {
  when: { kinds: ['complaint'], levels: ['vip'] },
  calendar: '24x7',
  targets: { firstResponse: 'PT2H', resolution: 'PT8H' },
  ladder: [
    { after: 'PT0S', notify: ['assignee'] },
    { after: 'PT1H', notify: ['manager', 'head'] },
  ],
};
const policyAnswer = { ...policyBody, name: 'vip', version: 1, pauseOn: ['customer'], createdAt: at, createdBy: by };
const calendarMissing = { 'tickets.no-calendar': 404 } as const;
const policyMissing = { 'tickets.no-policy': 404 } as const;

export const putCalendarContract = {
  method: 'PUT',
  path: '/v1/calendars/{name}',
  operationId: 'putCalendar',
  summary:
    'Makes a calendar, or its next version. Holidays are those known at this moment. `Prefer: dry-run` says which ' +
    'timers a change would move if it applied to running tickets.',
  permission: 'sla.manage',
  params,
  query,
  body: CalendarInput,
  dryRun: true,
  status: 200,
  output: CalendarView,
  problems: { 'tickets.calendar-built-in': 409, 'tickets.unknown-country': 422 },
  example: { body: calendarBody, answer: calendarAnswer },
} as const satisfies Contract;

export const getCalendarContract = {
  method: 'GET',
  path: '/v1/calendars/{name}',
  operationId: 'getCalendar',
  summary: 'A calendar as it is in force, with the holidays that it knows.',
  permission: 'sla.manage',
  params,
  status: 200,
  output: CalendarView,
  problems: calendarMissing,
  example: { answer: calendarAnswer },
} as const satisfies Contract;

export const listCalendarsContract = {
  method: 'GET',
  path: '/v1/calendars',
  operationId: 'listCalendars',
  summary: 'All calendars by name, each with the version in force; `24x7` is always there.',
  permission: 'sla.manage',
  status: 200,
  output: listOf(z.strictObject({ name: z.string(), version: z.int().nonnegative() })),
  example: { answer: { items: [{ name: 'office', version: 1 }], next: null } },
} as const satisfies Contract;

export const listCalendarVersionsContract = {
  method: 'GET',
  path: '/v1/calendars/{name}/versions',
  operationId: 'listCalendarVersions',
  summary: 'Every version of a calendar, newest first: tickets keep the one that they run under.',
  permission: 'sla.manage',
  params,
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(CalendarView),
  problems: calendarMissing,
  example: { answer: { items: [calendarAnswer], next: null } },
} as const satisfies Contract;

export const putSlaPolicyContract = {
  method: 'PUT',
  path: '/v1/sla-policies/{name}',
  operationId: 'putSlaPolicy',
  summary:
    'Makes a policy, or its next version: for which tickets it is, what it promises, and who is told when a promise is ' +
    'broken. `Prefer: dry-run` says which timers a change would move if it applied to running tickets.',
  permission: 'sla.manage',
  params,
  query,
  body: SlaPolicyInput,
  dryRun: true,
  status: 200,
  output: SlaPolicyView,
  problems: {
    'tickets.default-for-all': 422,
    'tickets.unknown-calendar': 422,
    'tickets.unknown-member': 422,
    'tickets.target-out-of-reach': 422,
    'tickets.too-many-policies': 409,
  },
  example: { body: policyBody, answer: policyAnswer },
} as const satisfies Contract;

export const getSlaPolicyContract = {
  method: 'GET',
  path: '/v1/sla-policies/{name}',
  operationId: 'getSlaPolicy',
  summary: 'A policy as it is in force. `default` is always there.',
  permission: 'sla.manage',
  params,
  status: 200,
  output: SlaPolicyView,
  problems: policyMissing,
  example: { answer: policyAnswer },
} as const satisfies Contract;

export const listSlaPoliciesContract = {
  method: 'GET',
  path: '/v1/sla-policies',
  operationId: 'listSlaPolicies',
  summary: 'All policies by name, archived ones too.',
  permission: 'sla.manage',
  status: 200,
  output: listOf(SlaPolicyView),
  example: { answer: { items: [policyAnswer], next: null } },
} as const satisfies Contract;

export const listSlaPolicyVersionsContract = {
  method: 'GET',
  path: '/v1/sla-policies/{name}/versions',
  operationId: 'listSlaPolicyVersions',
  summary: 'Every version of a policy, newest first: tickets keep the one that they run under.',
  permission: 'sla.manage',
  params,
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(SlaPolicyView),
  problems: policyMissing,
  example: { answer: { items: [policyAnswer], next: null } },
} as const satisfies Contract;

export const archiveSlaPolicyContract = {
  method: 'DELETE',
  path: '/v1/sla-policies/{name}',
  operationId: 'archiveSlaPolicy',
  summary:
    'Takes a policy out of use for tickets opened from now on; those that run keep it. Putting it brings it back.',
  permission: 'sla.manage',
  params,
  ifMatch: true,
  status: 204,
  problems: { ...policyMissing, 'tickets.default-stays': 409 },
} as const satisfies Contract;

/** Served beside the others. */
export const slaContracts: readonly Contract[] = [
  putCalendarContract,
  getCalendarContract,
  listCalendarsContract,
  listCalendarVersionsContract,
  putSlaPolicyContract,
  getSlaPolicyContract,
  listSlaPoliciesContract,
  listSlaPolicyVersionsContract,
  archiveSlaPolicyContract,
  ...routingContracts,
];
