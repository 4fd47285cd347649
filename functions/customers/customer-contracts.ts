import * as z from 'zod';
import { CustomerInput, CustomerPatch } from '#domain/customers/customer.ts';
import { Pulse } from '#domain/customers/pulse.ts';
import { TimelineEntry } from '#domain/customers/timeline.ts';
import { ContactView, CustomerRow, CustomerView } from '#domain/customers/view.ts';
import { CustomerId, MemberId } from '#domain/shared/ids.ts';
import { line } from '#domain/shared/text.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { onErased } from './contact-contracts.ts';
import { filterProblems, ListQuery } from './list-query.ts';
import { WrittenCustomer } from './warnings.ts';

const id = 'cus_00000000000000000000000001';
const memberId = 'mem_00000000000000000000000001';
const departmentId = 'dep_00000000000000000000000001';
const contact = { name: '王经理', mobile: '13800138000', email: 'wang@example.com', title: '采购经理' };
const row = {
  id,
  number: 'C202611001',
  kind: 'company',
  name: '上海医疗器械有限公司',
  industry: 'medical',
  level: 'strategic',
  ownerId: memberId,
  departmentId,
  createdAt: '2026-11-22T01:00:00.000Z',
  contactName: '王经理',
} as const;
const { contactName: _, ...shared } = row;
const exampleCustomer = {
  ...shared,
  collaboratorIds: [],
  tags: ['华东区域'],
  externalIds: [],
  mainContact: { ...contact, id: 'con_00000000000000000000000001', customerId: id, main: true, version: 1 },
  createdBy: memberId,
  updatedAt: '2026-11-22T01:00:00.000Z',
  updatedBy: memberId,
  version: 1,
};

const params = z.strictObject({ id: CustomerId });
const notFound = { 'customers.not-found': 404 } as const;
const inBin = { 'customers.deleted': 409 } as const;
const choices = { 'customers.unknown-choice': 422, 'customers.archived-choice': 422 } as const;
const ownFields = {
  'customers.unknown-field': 422,
  'customers.field-archived': 422,
  'customers.field-required': 422,
  'customers.field-value': 422,
  'customers.unknown-option': 422,
  'customers.archived-option': 422,
  'customers.unknown-reference': 422,
  'customers.tag-archived': 422,
} as const;
const parents = {
  'customers.unknown-parent': 422,
  'customers.parent-too-deep': 422,
  'customers.external-id-taken': 409,
} as const;

export const createCustomerContract = {
  method: 'POST',
  path: '/v1/customers',
  operationId: 'createCustomer',
  summary: 'Enter a customer with his main contact. One who may be here already is refused, or taken, as asked.',
  permission: 'customers.create',
  query: z.strictObject({
    /** `reuse` answers 200 with the one candidate and adds the contact to him. */
    onDuplicate: z.enum(['fail', 'reuse', 'create']).default('fail'),
    onErased,
  }),
  body: CustomerInput,
  status: 201,
  output: WrittenCustomer,
  problems: {
    ...choices,
    ...ownFields,
    ...parents,
    'customers.duplicate': 409,
    'customers.erased-person': 409,
    'customers.contact-unreachable': 422,
    'customers.unknown-owner': 422,
    'customers.no-default-owner': 422,
  },
  example: {
    body: { kind: 'company', name: row.name, industry: 'medical', level: 'strategic', tags: ['华东区域'], contact },
    answer: exampleCustomer,
  },
} as const satisfies Contract;

export const getCustomerContract = {
  method: 'GET',
  path: '/v1/customers/{id}',
  operationId: 'getCustomer',
  summary:
    'A customer, as far as the caller may see him; `include=completeness` adds how much of what is required is there',
  permission: 'customers.read',
  params,
  // It takes the settings to tell, which is as much to read as the customer.
  query: z.strictObject({ include: z.literal('completeness').optional() }),
  status: 200,
  output: CustomerView,
  problems: notFound,
  example: { answer: exampleCustomer },
} as const satisfies Contract;

export const patchCustomerContract = {
  method: 'PATCH',
  path: '/v1/customers/{id}',
  operationId: 'patchCustomer',
  summary: 'Change fields of a customer; null takes a field away',
  permission: 'customers.edit',
  params,
  query: z.strictObject({ onDuplicate: z.enum(['fail', 'create']).default('fail') }),
  body: CustomerPatch,
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: WrittenCustomer,
  problems: {
    ...notFound,
    ...inBin,
    ...choices,
    ...ownFields,
    ...parents,
    'customers.parent-cycle': 422,
    'customers.address-country': 422,
    'customers.duplicate': 409,
    'customers.too-much-at-once': 422,
  },
  example: {
    body: { level: 'vip', nextFollowUpPlan: '电话回访产品使用情况' },
    answer: { ...exampleCustomer, version: 2 },
  },
} as const satisfies Contract;

export const deleteCustomerContract = {
  method: 'DELETE',
  path: '/v1/customers/{id}',
  operationId: 'deleteCustomer',
  summary: 'Put a customer into the bin; 30 days later he is erased',
  permission: 'customers.delete',
  params,
  ifMatch: true,
  status: 204,
  problems: { ...notFound, ...inBin, 'customers.open-work': 409 },
} as const satisfies Contract;

export const restoreCustomerContract = {
  method: 'POST',
  path: '/v1/customers/{id}/restore',
  operationId: 'restoreCustomer',
  summary: 'Take a customer out of the bin',
  permission: 'customers.restore',
  params,
  status: 200,
  output: CustomerView,
  problems: { ...notFound, 'customers.not-deleted': 409, 'customers.unknown-owner': 422 },
  example: { answer: { ...exampleCustomer, version: 3 } },
} as const satisfies Contract;

export const handOverCustomerContract = {
  method: 'POST',
  path: '/v1/customers/{id}/hand-over',
  operationId: 'handOverCustomer',
  summary: "Give a customer to another owner; the old owner's open follow-ups and contracts go with him",
  permission: 'customers.hand-over',
  params,
  body: z.strictObject({ ownerId: MemberId, reason: line(500) }),
  status: 200,
  output: CustomerView,
  problems: { ...notFound, ...inBin, 'customers.unknown-owner': 422, 'customers.already-owner': 409 },
  example: { body: { ownerId: 'mem_00000000000000000000000002', reason: '区域调整' }, answer: exampleCustomer },
} as const satisfies Contract;

const collaborator = z.strictObject({ id: CustomerId, memberId: MemberId });

export const putCollaboratorContract = {
  method: 'PUT',
  path: '/v1/customers/{id}/collaborators/{memberId}',
  operationId: 'putCollaborator',
  summary: 'Let another member work on a customer as his owner does',
  permission: 'customers.edit',
  params: collaborator,
  status: 200,
  output: CustomerView,
  problems: {
    ...notFound,
    ...inBin,
    'customers.member-not-found': 404,
    'customers.already-owner': 409,
    'customers.too-many-collaborators': 409,
  },
  example: { answer: { ...exampleCustomer, collaboratorIds: ['mem_00000000000000000000000002'], version: 2 } },
} as const satisfies Contract;

export const deleteCollaboratorContract = {
  method: 'DELETE',
  path: '/v1/customers/{id}/collaborators/{memberId}',
  operationId: 'deleteCollaborator',
  summary: 'Take a collaborator off a customer',
  permission: 'customers.edit',
  params: collaborator,
  status: 200,
  output: CustomerView,
  problems: { ...notFound, ...inBin },
  example: { answer: exampleCustomer },
} as const satisfies Contract;

export const listCustomersContract = {
  method: 'GET',
  path: '/v1/customers',
  operationId: 'listCustomers',
  summary: 'Customers within the caller’s reach, or those with a number, phone, e-mail or external id',
  permission: 'customers.read',
  query: ListQuery,
  status: 200,
  output: listOf(CustomerRow),
  problems: {
    'customers.field-not-filterable': 422,
    'customers.view-not-found': 422,
    ...filterProblems,
  },
  example: { query: { ownerId: memberId, sort: 'lastFollowUpAt' }, answer: { items: [row], next: null } },
} as const satisfies Contract;

const entry = {
  id: 'evt_01KB0000000000000000000001',
  at: '2026-11-22T01:00:00.000Z',
  kind: 'customer.created',
  title: 'C202611001',
  refId: id,
  actorId: memberId,
};

export const getOverviewContract = {
  method: 'GET',
  path: '/v1/customers/{id}/overview',
  operationId: 'getOverview',
  summary: 'The whole picture: customer, main contact, figures, and the latest 20 things that happened',
  permission: 'customers.read',
  params,
  status: 200,
  /** Who sees a card only gets no figures and no timeline. */
  output: z.strictObject({
    customer: CustomerView,
    mainContact: ContactView.optional(),
    pulse: Pulse.strict().optional(),
    timeline: z.array(TimelineEntry.strict()).optional(),
  }),
  problems: notFound,
  example: {
    answer: {
      customer: exampleCustomer,
      mainContact: exampleCustomer.mainContact,
      pulse: {
        lastFollowUpAt: null,
        nextFollowUpAt: '2026-11-25T01:00:00.000Z',
        openFollowUps: 1,
        openTickets: 0,
        overdueTickets: 0,
        runningContracts: 1,
        nextContractEndsOn: '2027-11-21',
        contractAmount: { minor: 12_000_000, currency: 'CNY' },
        contractAmounts: [{ minor: 12_000_000, currency: 'CNY' }],
      },
      timeline: [entry],
    },
  },
} as const satisfies Contract;

export const getTimelineContract = {
  method: 'GET',
  path: '/v1/customers/{id}/timeline',
  operationId: 'getTimeline',
  summary: 'All that happened with a customer, the latest first',
  permission: 'customers.read',
  params,
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(TimelineEntry.strict()),
  problems: { ...notFound, 'customers.card-only': 403 },
  example: { answer: { items: [entry], next: null } },
} as const satisfies Contract;

export const customerContracts = [
  createCustomerContract,
  listCustomersContract,
  getCustomerContract,
  patchCustomerContract,
  deleteCustomerContract,
  restoreCustomerContract,
  handOverCustomerContract,
  putCollaboratorContract,
  deleteCollaboratorContract,
  getOverviewContract,
  getTimelineContract,
] as const satisfies readonly Contract[];
