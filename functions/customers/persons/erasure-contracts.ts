import * as z from 'zod';
import { type Certificate, Erasure } from '#domain/customers/erasure.ts';
import { ContactId, CustomerId, ErasureId } from '#domain/shared/ids.ts';
import { lines } from '#domain/shared/text.ts';
import type { Contract } from '#functions/http/contract.ts';

const erasureId = 'ers_00000000000000000000000001';
const customerId = 'cus_00000000000000000000000001';
const contactId = 'con_00000000000000000000000001';
const memberId = 'mem_00000000000000000000000001';
const at = '2026-11-22T01:00:00.000Z';

/** How far it is, what each context has erased, and the certificate once all have reported. */
export const ErasureView = Erasure.omit({
  ownerId: true,
  departmentId: true,
  attempts: true,
  settled: true,
  emailKeys: true,
}).strict();
export type ErasureView = z.output<typeof ErasureView>;

const Named = z.strictObject({ kind: z.enum(['ticket', 'contract']), id: z.string(), number: z.string() });

/** What an erasure would do. */
export const ErasurePreview = z.strictObject({
  dryRun: z.literal(true),
  customerId: CustomerId,
  contactIds: z.array(ContactId),
  scope: Erasure.shape.scope,
  /** How many of each thing would be erased. */
  erases: z.record(z.string(), z.int().nonnegative()),
  /** What still names him, so that it takes `force`. */
  namedBy: z.array(Named),
  /** Contacts with his mobile or e-mail whom the caller sees: the same person elsewhere is erased by his own request. */
  alsoAt: z.array(z.strictObject({ customerId: CustomerId, contactId: ContactId })),
});
export type ErasurePreview = z.output<typeof ErasurePreview>;

const body = z.strictObject({
  /** Stands in the certificate: say who asked for it and how, not who he is. */
  reason: lines(500),
  /** Though open tickets or running contracts name him. */
  force: z.boolean().optional(),
});

const running: z.input<typeof ErasureView> = {
  id: erasureId,
  customerId,
  contactIds: [contactId],
  scope: 'contact',
  basis: 'request',
  reason: '本人于 2026-11-20 书面要求删除',
  forced: false,
  state: 'running',
  waitingFor: ['customers', 'activities', 'tickets', 'mail', 'campaigns'],
  erased: { customers: { contacts: 1 } },
  suppressed: 2,
  version: 1,
  createdAt: at,
  createdBy: memberId,
  updatedAt: at,
  updatedBy: memberId,
};
const certificate: z.input<typeof Certificate> = {
  erasureId,
  customerId,
  contactIds: [contactId],
  scope: 'contact',
  basis: 'request',
  reason: '本人于 2026-11-20 书面要求删除',
  forced: false,
  requestedAt: at,
  requestedBy: memberId,
  completedAt: '2026-11-22T01:00:03.000Z',
  erased: { customers: { contacts: 1 }, activities: { interactions: 3 } },
  suppressed: 2,
  kept: ['contracts', 'figures', 'consent-ledger'],
  expiring: {
    backups: '2026-12-27T01:00:03.000Z',
    imports: '2026-12-22T01:00:03.000Z',
    exports: '2026-11-29T01:00:03.000Z',
  },
  sha256: 'f1d2d2f924e986ac86fdf7b36c94bcdf32beec15ae1f4e0d5d3b1d0a1c1e2f3a',
};

const problems = {
  'customers.person-named': 409,
  'customers.merge-busy': 409,
} as const;
const example = { body: { reason: running.reason, force: true }, answer: running };

export const eraseContactContract = {
  method: 'POST',
  path: '/v1/contacts/{id}/erasure',
  operationId: 'eraseContact',
  summary:
    'Erase a person everywhere: nothing is left that names him. Of an individual customer this is the customer. `Prefer: dry-run` says what would go.',
  permission: 'persons.erase',
  params: z.strictObject({ id: ContactId }),
  body,
  dryRun: true,
  status: 202,
  output: z.union([ErasureView, ErasurePreview]),
  problems: { 'customers.contact-not-found': 404, 'customers.person-erased': 409, ...problems },
  example,
} as const satisfies Contract;

export const eraseCustomerContract = {
  method: 'POST',
  path: '/v1/customers/{id}/erasure',
  operationId: 'eraseCustomer',
  summary:
    'Erase an individual customer and everybody who is known through him; only his number stays taken. `Prefer: dry-run` says what would go.',
  permission: 'persons.erase',
  params: z.strictObject({ id: CustomerId }),
  body,
  dryRun: true,
  status: 202,
  output: z.union([ErasureView, ErasurePreview]),
  problems: { 'customers.not-found': 404, 'customers.not-a-person': 409, ...problems },
  example: { ...example, answer: { ...running, scope: 'customer' } },
} as const satisfies Contract;

export const getErasureContract = {
  method: 'GET',
  path: '/v1/erasures/{id}',
  operationId: 'getErasure',
  summary: 'How far an erasure is, and its certificate once everybody has reported',
  permission: 'persons.erase',
  params: z.strictObject({ id: ErasureId }),
  status: 200,
  output: ErasureView,
  problems: { 'customers.erasure-not-found': 404 },
  example: { answer: { ...running, state: 'completed', waitingFor: [], certificate } },
} as const satisfies Contract;

export const erasureContracts = [
  eraseContactContract,
  eraseCustomerContract,
  getErasureContract,
] as const satisfies readonly Contract[];
