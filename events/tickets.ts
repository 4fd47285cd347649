import * as z from 'zod';
import { BulkEditId, ContactId, CustomerId, DepartmentId, MemberId, TicketId } from '#domain/shared/ids.ts';
import { defineEvent } from './define.ts';

const ticketId = 'tkt_00000000000000000000000001';
const customerId = 'cus_00000000000000000000000001';

const About = z.object({ ticketId: TicketId, customerId: CustomerId.optional(), cycle: z.int().positive() });
const about = { ticketId, customerId, cycle: 1 };

export const ticketOpened = defineEvent({
  context: 'tickets',
  type: 'ticket.opened',
  version: 1,
  summary: 'A question, problem or complaint was taken in.',
  detail: z.object({
    ticketId: TicketId,
    customerId: CustomerId.optional(),
    contactId: ContactId.optional(),
    number: z.string(),
    kind: z.string(),
    severity: z.string(),
    departmentId: DepartmentId.optional(),
  }),
  example: { ticketId, customerId, number: 'FK202611001', kind: 'fault', severity: 'moderate' },
});

export const ticketAssigned = defineEvent({
  context: 'tickets',
  type: 'ticket.assigned',
  version: 1,
  summary: 'A ticket was given to a member or to a queue.',
  detail: z.object({
    ticketId: TicketId,
    customerId: CustomerId.optional(),
    assigneeId: MemberId.optional(),
    departmentId: DepartmentId.optional(),
  }),
  example: { ticketId, customerId, assigneeId: 'mem_00000000000000000000000001' },
});

export const ticketAnswered = defineEvent({
  context: 'tickets',
  type: 'ticket.answered',
  version: 1,
  summary: 'The customer was given a public answer.',
  detail: About,
  example: about,
});

export const ticketWaiting = defineEvent({
  context: 'tickets',
  type: 'ticket.waiting',
  version: 1,
  summary: 'Work waits for the customer or for a third party.',
  detail: About,
  example: about,
});

export const ticketResumed = defineEvent({
  context: 'tickets',
  type: 'ticket.resumed',
  version: 1,
  summary: 'What a ticket waited for has come.',
  detail: About,
  example: about,
});

export const ticketResolved = defineEvent({
  context: 'tickets',
  type: 'ticket.resolved',
  version: 1,
  summary: 'A solution was given; the customer may object.',
  detail: About,
  example: about,
});

export const ticketClosed = defineEvent({
  context: 'tickets',
  type: 'ticket.closed',
  version: 1,
  summary: 'A ticket ended: by the customer, without objection, or as spam or withdrawn.',
  detail: About,
  example: about,
});

export const ticketReopened = defineEvent({
  context: 'tickets',
  type: 'ticket.reopened',
  version: 1,
  summary: 'Work on a ticket began again, in its next cycle.',
  detail: About,
  example: { ...about, cycle: 2 },
});

export const ticketTargetBreached = defineEvent({
  context: 'tickets',
  type: 'ticket.target-breached',
  version: 1,
  summary: 'A promise was broken: its target was used up before it was met.',
  detail: About.extend({
    target: z.enum(['firstResponse', 'nextResponse', 'resolution', 'resultNotice', 'survey']),
    /** From the second on: the customer asked again. */
    round: z.int().positive().optional(),
    /** From the second on: the promise is still broken after a pause or another deadline, and is climbed for again. */
    run: z.int().positive().optional(),
  }),
  example: { ...about, target: 'resolution' },
});

const bulkEditId = 'blk_00000000000000000000000001';

export const ticketBulkEditPartQueued = defineEvent({
  context: 'tickets',
  type: 'ticket-bulk-edit.part-queued',
  version: 1,
  summary: 'Tickets of a bulk edit wait to be changed.',
  detail: z.object({ bulkEditId: BulkEditId, part: z.int().nonnegative() }),
  example: { bulkEditId, part: 0 },
});
