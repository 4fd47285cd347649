import * as z from 'zod';
import { ContactId, CustomerId, MemberId, MessageId, TicketId } from '../shared/ids.ts';
import { Locale } from '../shared/locale.ts';
import { UtcInstant } from '../shared/time.ts';

/**
 * `queued`: the mail service said not now, or it waits for the others of its minute. `gathered`: a letter to the same
 * reader, `gatheredIn`, says it with others. `sending`: it was called and has not answered, so only its own report can
 * tell. From `accepted` on the message is out. The last five never were.
 */
export const messageStates = [
  'queued',
  'sending',
  'gathered',
  'accepted',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'suppressed',
  'no-consent',
  'no-address',
] as const;
export const MessageState = z.enum(messageStates);
export type MessageState = z.output<typeof MessageState>;

export const Message = z.strictObject({
  /** Made from kind, ref and recipient, so that the same message has one row whoever asks for it and however often. */
  id: MessageId,
  kind: z.string(),
  ref: z.string(),
  to: z.union([
    z.strictObject({ memberId: MemberId }),
    z.strictObject({ customerId: CustomerId, contactId: ContactId }),
    /** Whoever asked it: his name and address stand in the ticket. */
    z.strictObject({ ticketId: TicketId }),
  ]),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  locale: Locale.optional(),
  subject: z.string().optional(),
  state: MessageState,
  /** Why it will not arrive. */
  reason: z.string().optional(),
  /** The end of the minute whose messages are told together (domain/mail/gathering.ts). */
  gathersAt: UtcInstant.optional(),
  /** The letter that says it, where it says several. */
  gatheredIn: MessageId.optional(),
  /** Calls of the mail service. */
  attempts: z.int().nonnegative(),
  /** The mail service's own id. */
  serviceId: z.string().optional(),
  /** What the work is charged to. */
  cause: z.string(),
  createdAt: UtcInstant,
  acceptedAt: UtcInstant.optional(),
  updatedAt: UtcInstant,
  /** What it said was erased with the person whom it was about. */
  erasedAt: UtcInstant.optional(),
  version: z.int().positive(),
});
export type Message = z.output<typeof Message>;

/** A message as lists show it. Its address is in none of them: it stands with the contact. */
export const MessageSummary = Message.pick({
  id: true,
  kind: true,
  ref: true,
  to: true,
  subject: true,
  state: true,
  reason: true,
  gatheredIn: true,
  createdAt: true,
  acceptedAt: true,
});
export type MessageSummary = z.output<typeof MessageSummary>;

/** What the mail service reports, in the order in which the worse news counts. */
const rank: Readonly<Partial<Record<MessageState, number>>> = {
  queued: 0,
  sending: 0,
  accepted: 1,
  delivered: 2,
  failed: 3,
  bounced: 4,
  complained: 5,
};

export type Report = Extract<MessageState, 'accepted' | 'delivered' | 'failed' | 'bounced' | 'complained'>;

/**
 * The state after a report. Reports come more than once and in any order, so the highest wins: a complaint stands
 * though the delivery is told after it. Undefined where nothing changes.
 */
export function stateAfter(state: MessageState, report: Report): MessageState | undefined {
  const now = rank[state];
  const then = rank[report] ?? 0;
  return now !== undefined && then > now ? report : undefined;
}

/** Why a message of this state will not arrive, as `mail.failed` tells it; undefined for the others. */
export function whyFailed(
  state: MessageState,
): 'bounced' | 'complained' | 'rejected' | 'suppressed' | 'no-consent' | 'no-address' | undefined {
  switch (state) {
    case 'failed':
      return 'rejected';
    case 'bounced':
    case 'complained':
    case 'suppressed':
    case 'no-consent':
    case 'no-address':
      return state;
    case 'queued':
    case 'sending':
    case 'gathered':
    case 'accepted':
    case 'delivered':
      return undefined;
  }
}

/** The mail service's word for an address at which there is no mailbox; of a full one it says `Transient`. */
const noMailbox = /^Permanent\b/;

/** What else `mail.failed` tells. */
export function howFailed({ state, reason = '', acceptedAt }: Message): { sentAt?: string; noMailbox?: true } {
  return {
    ...(acceptedAt === undefined ? {} : { sentAt: acceptedAt }),
    ...(state === 'bounced' && noMailbox.test(reason) ? { noMailbox: true } : {}),
  };
}

const minuteMs = 60_000;
/** The mail service reports within seconds what it accepted; after this long without a report it did not. */
export const reportMs = 10 * minuteMs;
/** Longer than any outage that we know of; after it a person must look. */
const patienceMs = 3 * 24 * 60 * minuteMs;

/** When a refused message is tried again: later each time, at most an hour. */
export function nextTry(attempts: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(60, 2 ** Math.max(0, attempts - 1)) * minuteMs);
}

export function isGivenUp({ createdAt }: Pick<Message, 'createdAt'>, now: Date): boolean {
  return now.getTime() - Date.parse(createdAt) > patienceMs;
}

/** The fact without the words. What the mail service said may repeat the address. Undefined for one blanked already. */
export function erasedMessage(before: Message, now: Date): Message | undefined {
  if (before.erasedAt !== undefined) return undefined;
  const { subject: _, reason: __, ...rest } = before;
  return { ...rest, erasedAt: now.toISOString(), version: before.version + 1 };
}
