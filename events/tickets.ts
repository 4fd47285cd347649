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

export const ticketSeverityChanged = defineEvent({
  context: 'tickets',
  type: 'ticket.severity-changed',
  version: 1,
  summary: 'A ticket turned out to be more or less grave than it was taken in as.',
  detail: About.extend({ severity: z.string() }),
  example: { ...about, severity: 'major' },
});

const Process = About.extend({ jointOwnerId: MemberId.optional() });
const process = { ...about, jointOwnerId: 'mem_00000000000000000000000001' };

export const specialProcessOpened = defineEvent({
  context: 'tickets',
  type: 'special-process.opened',
  version: 1,
  summary: 'A major or complex problem is handled by service and the account manager together.',
  detail: Process,
  example: process,
});

export const specialProcessReopened = defineEvent({
  context: 'tickets',
  type: 'special-process.reopened',
  version: 1,
  summary: 'The ticket of a special process was reopened, and its process with it.',
  detail: Process,
  example: { ...process, cycle: 2 },
});

export const specialProcessJointOwnerChanged = defineEvent({
  context: 'tickets',
  type: 'special-process.joint-owner-changed',
  version: 1,
  summary: 'A special process has another joint owner.',
  detail: Process,
  example: process,
});

export const specialProcessReported = defineEvent({
  context: 'tickets',
  type: 'special-process.reported',
  version: 1,
  summary: 'The customer was told the result of a special process.',
  detail: Process,
  example: process,
});

export const specialProcessClosed = defineEvent({
  context: 'tickets',
  type: 'special-process.closed',
  version: 1,
  summary: 'A special process ended, with its result reported or without one.',
  detail: Process.extend({ outcome: z.enum(['reported', 'without-result']) }),
  example: { ...process, outcome: 'reported' },
});

export const specialProcessMeasureOverdue = defineEvent({
  context: 'tickets',
  type: 'special-process.measure-overdue',
  version: 1,
  summary: 'The time of a measure has passed, and it is open.',
  detail: About.extend({ measure: z.int().positive(), memberId: MemberId }),
  example: { ...about, measure: 1, memberId: 'mem_00000000000000000000000001' },
});
