import * as z from 'zod';
import { Consent, ConsentInput } from '#domain/customers/consent.ts';
import { ContactInput, ContactPatch } from '#domain/customers/contact.ts';
import { ContactView } from '#domain/customers/view.ts';
import { ContactId, CustomerId } from '#domain/shared/ids.ts';
import { Instant } from '#domain/shared/time.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const customerId = 'cus_00000000000000000000000001';
const contactId = 'con_00000000000000000000000002';
const contact = { name: '李小姐', mobile: '13900139000', locale: 'zh-CN' } as const;
const answer = { ...contact, id: contactId, customerId, main: false, version: 1 };

const ofCustomer = z.strictObject({ id: CustomerId });
const ofContact = z.strictObject({ id: ContactId });
/** `create`: a person who was erased has come back himself. What he allows is asked anew. */
export const onErased = z.enum(['fail', 'create']).default('fail');
const onDuplicate = z.strictObject({ onDuplicate: z.enum(['fail', 'create']).default('fail'), onErased });
const unknownContact = { 'customers.contact-not-found': 404 } as const;
const refusals = {
  'customers.deleted': 409,
  'customers.contact-archived': 409,
} as const;

export const addContactContract = {
  method: 'POST',
  path: '/v1/customers/{id}/contacts',
  operationId: 'addContact',
  summary: 'Enter a further contact of a customer',
  permission: 'contacts.edit',
  params: ofCustomer,
  query: onDuplicate,
  body: ContactInput,
  status: 201,
  output: ContactView,
  problems: {
    'customers.not-found': 404,
    'customers.deleted': 409,
    'customers.duplicate': 409,
    'customers.contact-unreachable': 422,
  },
  example: { body: contact, answer },
} as const satisfies Contract;

export const listContactsContract = {
  method: 'GET',
  path: '/v1/customers/{id}/contacts',
  operationId: 'listContacts',
  summary: 'The contacts of a customer, the main one first',
  permission: 'customers.read',
  params: ofCustomer,
  query: z.strictObject({ ...listQuery, archived: z.enum(['true', 'false']).default('false') }),
  status: 200,
  output: listOf(ContactView),
  problems: { 'customers.not-found': 404, 'customers.card-only': 403 },
  example: { answer: { items: [answer], next: null } },
} as const satisfies Contract;

export const getContactContract = {
  method: 'GET',
  path: '/v1/contacts/{id}',
  operationId: 'getContact',
  summary: 'A contact; who sees the customer sees him',
  permission: 'customers.read',
  params: ofContact,
  status: 200,
  output: ContactView,
  problems: { ...unknownContact, 'customers.card-only': 403 },
  example: { answer },
} as const satisfies Contract;

export const patchContactContract = {
  method: 'PATCH',
  path: '/v1/contacts/{id}',
  operationId: 'patchContact',
  summary: 'Change a contact; `main: true` makes him the main one',
  permission: 'contacts.edit',
  params: ofContact,
  query: onDuplicate,
  body: ContactPatch,
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: ContactView,
  problems: {
    ...unknownContact,
    ...refusals,
    'customers.duplicate': 409,
    'customers.contact-unreachable': 422,
    'customers.main-contact-needed': 422,
  },
  example: { body: { title: '总经理', main: true }, answer: { ...answer, title: '总经理', main: true, version: 2 } },
} as const satisfies Contract;

export const archiveContactContract = {
  method: 'DELETE',
  path: '/v1/contacts/{id}',
  operationId: 'archiveContact',
  summary: 'Archive a contact: he is not to be reached there any more, and stays shown where he was',
  permission: 'contacts.edit',
  params: ofContact,
  ifMatch: true,
  status: 204,
  problems: { ...unknownContact, ...refusals, 'customers.main-contact': 409 },
} as const satisfies Contract;

const consent = {
  purpose: 'marketing',
  channel: 'email',
  granted: true,
  basis: 'consent',
  source: '展会登记表',
} as const;
const consentAnswer = {
  ...consent,
  id: 'cst_00000000000000000000000001',
  contactId,
  recordedAt: '2026-11-22T01:00:00.000Z',
  recordedBy: 'mem_00000000000000000000000001',
};

export const recordConsentContract = {
  method: 'POST',
  path: '/v1/customers/{id}/consents',
  operationId: 'recordConsent',
  summary: 'Record what a person allowed or forbade us, for one purpose on one channel',
  permission: 'consents.write',
  params: ofCustomer,
  body: ConsentInput,
  status: 201,
  output: Consent.strict(),
  problems: {
    'customers.not-found': 404,
    'customers.deleted': 409,
    'customers.contact-needed': 422,
    'customers.unknown-document': 422,
    'customers.document-unfit': 422,
    'customers.unknown-contact': 422,
    'customers.unknown-choice': 422,
    'customers.archived-choice': 422,
  },
  example: { body: { ...consent, contactId }, answer: consentAnswer },
} as const satisfies Contract;

export const listConsentsContract = {
  method: 'GET',
  path: '/v1/customers/{id}/consents',
  operationId: 'listConsents',
  summary: 'What was said, the latest first; with `asOf` only what was in force at that instant',
  permission: 'customers.read',
  params: ofCustomer,
  query: z.strictObject({ ...listQuery, asOf: Instant.optional() }),
  status: 200,
  output: listOf(Consent.strict()),
  problems: { 'customers.not-found': 404, 'customers.card-only': 403 },
  example: { query: { asOf: '2026-11-22T02:00:00Z' }, answer: { items: [consentAnswer], next: null } },
} as const satisfies Contract;

export const contactContracts = [
  addContactContract,
  listContactsContract,
  getContactContract,
  patchContactContract,
  archiveContactContract,
  recordConsentContract,
  listConsentsContract,
] as const satisfies readonly Contract[];
