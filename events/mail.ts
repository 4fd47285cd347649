import * as z from 'zod';
import { UtcInstant } from '#domain/shared/time.ts';
import { defineEvent } from './define.ts';

/** The tag by which the mail service's own reports name our message, whatever became of the answer to the call. */
export const messageTag = 'message';
/** Whom a mail is written to: `staff` or `customer`. */
export const readerTag = 'reader';

/** Every kind of message that rules.md 2 and 8 name. */
export const mailKinds = [
  'follow-up.due',
  'follow-up.overdue',
  'customer.silent',
  'contract.ending',
  'contract.ended',
  'ticket.warning',
  'ticket.escalated',
  'ticket.answered',
  'ticket.resolved',
  'ticket.survey',
  'ticket.call',
  'ticket.dissatisfied',
  'member.invited',
  'campaign',
] as const;
export const MailKind = z.enum(mailKinds);
export type MailKind = z.output<typeof MailKind>;

/** A member of staff (also gets it in his inbox), a contact of a customer, or whoever asked a ticket and is no contact yet. */
export const MailTo = z.union([
  z.object({ memberId: z.string() }),
  z.object({ customerId: z.string(), contactId: z.string() }),
  z.object({ ticketId: z.string() }),
]);
export type MailTo = z.output<typeof MailTo>;

export const mailRequested = defineEvent({
  context: 'mail',
  fromAny: true,
  type: 'mail.requested',
  version: 1,
  summary: 'A context asks for one message to one recipient. Kind, ref and recipient together are sent once, ever.',
  detail: z.object({
    kind: MailKind,
    /** `<id>#<step>` (rules.md 8): `ctr_…#P90D/1`, `tkt_…#resolution/1/manager`, `mem_…#2026-03-10`. */
    ref: z.string().max(120),
    to: MailTo,
    /** Ids, instants, dates, numbers and codes for the template; names and addresses are read by mail itself. */
    facts: z.record(z.string(), z.union([z.string().max(60), z.number()])).default({}),
  }),
  example: {
    kind: 'follow-up.due',
    ref: 'fol_00000000000000000000000001#due',
    to: { memberId: 'mem_00000000000000000000000001' },
    facts: { customerId: 'cus_00000000000000000000000001' },
  },
});

export const mailSent = defineEvent({
  context: 'mail',
  type: 'mail.sent',
  version: 1,
  summary: 'A message to a customer was accepted by the mail service.',
  detail: z.object({
    /** `GET /v1/mails/{id}`. */
    messageId: z.string().optional(),
    kind: MailKind,
    ref: z.string(),
    customerId: z.string().optional(),
    contactId: z.string().optional(),
  }),
  example: {
    kind: 'campaign',
    ref: 'cmp_00000000000000000000000001#send',
    customerId: 'cus_00000000000000000000000001',
  },
});

export const mailFailed = defineEvent({
  context: 'mail',
  type: 'mail.failed',
  version: 1,
  summary: 'A message will not arrive: bounced, complained about, rejected or suppressed.',
  detail: z.object({
    messageId: z.string().optional(),
    kind: MailKind,
    ref: z.string(),
    reason: z.enum(['bounced', 'complained', 'rejected', 'suppressed', 'no-consent', 'no-address']),
    customerId: z.string().optional(),
    contactId: z.string().optional(),
    /** When the mail left. */
    sentAt: UtcInstant.optional(),
    /** It bounced because there is no such mailbox; a full one is there. */
    noMailbox: z.literal(true).optional(),
  }),
  example: { kind: 'campaign', ref: 'cmp_00000000000000000000000001#send', reason: 'bounced' },
});
