import * as z from 'zod';
import { ContactId, CustomerId, DepartmentId, MemberId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { defineEvent } from './define.ts';

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
