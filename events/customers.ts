import * as z from 'zod';
import { ContactId, CustomerId, DepartmentId, ErasureId, MemberId, MergeId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { defineEvent } from './define.ts';

export * from './customers-jobs.ts';

const customerId = 'cus_00000000000000000000000001';
const departmentId = 'dep_00000000000000000000000001';

export const customerCreated = defineEvent({
  context: 'customers',
  type: 'customer.created',
  version: 1,
  summary: 'A customer was entered, with his main contact.',
  detail: z.object({ customerId: CustomerId, ownerId: MemberId, departmentId: DepartmentId }),
  example: { customerId, ownerId: 'mem_00000000000000000000000001', departmentId },
});

export const customerChanged = defineEvent({
  context: 'customers',
  type: 'customer.changed',
  version: 1,
  summary: 'Fields of a customer were changed; a change of the main contact names the field `mainContact`.',
  detail: z.object({ customerId: CustomerId, fields: z.array(z.string()) }),
  example: { customerId, fields: ['name', 'tags'] },
});

export const customerOwnerChanged = defineEvent({
  context: 'customers',
  type: 'customer.owner-changed',
  version: 1,
  summary: 'A customer was handed over; open follow-ups and contracts of the old owner go with him (rules.md 5).',
  detail: z.object({
    customerId: CustomerId,
    fromOwnerId: MemberId,
    toOwnerId: MemberId,
    departmentId: DepartmentId,
  }),
  example: {
    customerId,
    fromOwnerId: 'mem_00000000000000000000000001',
    toOwnerId: 'mem_00000000000000000000000002',
    departmentId,
  },
});

export const customerDeleted = defineEvent({
  context: 'customers',
  type: 'customer.deleted',
  version: 1,
  summary: 'A customer was put into the bin, for 30 days.',
  detail: z.object({ customerId: CustomerId }),
  example: { customerId },
});

export const customerRestored = defineEvent({
  context: 'customers',
  type: 'customer.restored',
  version: 1,
  summary: 'A customer was taken out of the bin.',
  detail: z.object({ customerId: CustomerId }),
  example: { customerId },
});

export const customerErased = defineEvent({
  context: 'customers',
  type: 'customer.erased',
  version: 1,
  summary: 'A customer was erased for good after 30 days in the bin. Only his number stays taken.',
  detail: z.object({ customerId: CustomerId }),
  example: { customerId },
});

export const consentRecorded = defineEvent({
  context: 'customers',
  type: 'consent.recorded',
  version: 1,
  summary: 'A person allowed or forbade us to write to him, for one purpose on one channel.',
  detail: z.object({
    customerId: CustomerId,
    contactId: ContactId.optional(),
    purpose: z.string(),
    channel: z.string(),
    granted: z.boolean(),
  }),
  example: {
    customerId,
    contactId: 'con_00000000000000000000000001',
    purpose: 'marketing',
    channel: 'email',
    granted: false,
  },
});

export const searchSnapshotOrdered = defineEvent({
  context: 'customers',
  type: 'search-snapshot.ordered',
  version: 1,
  summary: 'Customers changed: what search looks through is to be written anew.',
  detail: z.object({ dueAt: UtcInstant }),
  example: { dueAt: '2026-11-22T01:10:00.000Z' },
});

const mergeId = 'mrg_00000000000000000000000001';

export const customerMerged = defineEvent({
  context: 'customers',
  type: 'customer.merged',
  version: 1,
  summary:
    'Other customers went up in this one. Whoever has rows that name them moves those to him and says so with `merge.reported`; who they were stands in the merge.',
  detail: z.object({ mergeId: MergeId, customerId: CustomerId, losers: z.int().positive() }),
  example: { mergeId, customerId, losers: 1 },
});

export const customerUnmerged = defineEvent({
  context: 'customers',
  type: 'customer.unmerged',
  version: 1,
  summary: 'A merge was taken back: what nobody has touched since goes back to whose it was.',
  detail: z.object({ mergeId: MergeId, customerId: CustomerId, losers: z.int().positive() }),
  example: { mergeId, customerId, losers: 1 },
});

export const mergeSettled = defineEvent({
  context: 'customers',
  type: 'merge.settled',
  version: 1,
  summary: 'Some minutes have passed since a merge, or since it was taken back: what was on its way then is moved now.',
  detail: z.object({ mergeId: MergeId, customerId: CustomerId }),
  example: { mergeId, customerId },
});

export const mergeReported = defineEvent({
  context: 'customers',
  type: 'merge.reported',
  version: 1,
  summary:
    'A context has moved its rows: how many stand with the survivor, and how many stay there though it is taken back.',
  fromAny: true,
  detail: z.object({
    mergeId: MergeId,
    context: z.string(),
    direction: z.enum(['merged', 'unmerged']),
    moved: z.int().nonnegative(),
    kept: z.int().nonnegative(),
  }),
  example: { mergeId, context: 'activities', direction: 'merged', moved: 3, kept: 0 },
});

const erasureId = 'ers_00000000000000000000000001';

export const personErased = defineEvent({
  context: 'customers',
  type: 'person.erased',
  version: 1,
  summary:
    'A person is to be forgotten. Whoever keeps what was typed about people erases it and says so with `erasure.reported`; whose it is stands in the erasure (store/customers-erasures.ts).',
  detail: z.object({ erasureId: ErasureId, customerId: CustomerId }),
  example: { erasureId, customerId },
});

export const erasureReported = defineEvent({
  context: 'customers',
  type: 'erasure.reported',
  version: 1,
  summary: 'A context has erased what it kept about a person: how many rows of each kind, in whole numbers.',
  fromAny: true,
  detail: z.object({
    erasureId: ErasureId,
    context: z.string(),
    erased: z.record(z.string(), z.int().nonnegative()),
    /** Hashes by which he is known not to be wanted again. */
    suppressed: z.int().nonnegative().optional(),
  }),
  example: { erasureId, context: 'activities', erased: { interactions: 3, followUps: 0 } },
});

export const erasureCompleted = defineEvent({
  context: 'customers',
  type: 'erasure.completed',
  version: 1,
  summary: 'Everybody has reported: a person is forgotten, and the certificate says so.',
  detail: z.object({ erasureId: ErasureId, customerId: CustomerId }),
  example: { erasureId, customerId },
});
