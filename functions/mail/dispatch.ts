import { gzipSync } from 'node:zlib';
import type { Rendered } from '#domain/mail/letter.ts';
import { howFailed, isGivenUp, type Message, nextTry, reportMs, whyFailed } from '#domain/mail/message.ts';
import { MailKind, mailFailed, mailSent } from '#events/mail.ts';
import type { World } from '#functions/http/world.ts';
import { commitFirst, putBody, putMessage } from '#store/mail.ts';
import type { Expect, Write } from '#store/table.ts';
import { compose } from './compose.ts';
import type { Prepared } from './prepare.ts';
import type { Answer, MailWorld } from './transport.ts';

type Ready = Extract<Prepared, { readonly ready: true }>;

/** The write of a message with the news that its state is: sent to a customer for the first time, or lost for good. */
export function toWrite(
  message: Message,
  before: Message | undefined,
  expect: Expect,
  { event }: Pick<World, 'event'>,
  wakesAt?: Date,
): Write {
  const { id, kind, ref, to, state } = message;
  const about = { messageId: id, kind: MailKind.parse(kind), ref, ...('customerId' in to ? to : {}) };
  const isNewlySent = message.acceptedAt !== undefined && before?.acceptedAt === undefined && 'customerId' in to;
  const reason = before?.state === state ? undefined : whyFailed(state);
  const events = [
    ...(isNewlySent ? [event(mailSent, id, about)] : []),
    ...(reason === undefined ? [] : [event(mailFailed, id, { ...about, reason, ...howFailed(message) })]),
  ];
  return putMessage(message, expect, { events, ...(wakesAt === undefined ? {} : { wakesAt }) });
}

/** Until when the mail service's own report of a call is waited for. */
export function reportBy(now: Date): Date {
  return new Date(now.getTime() + reportMs);
}

/** Kept beside the message before it is sent, so that it is known what was written whatever happens next. */
export async function keepBody({ id, to }: Message, { html, text }: Rendered, world: MailWorld): Promise<void> {
  if ('memberId' in to) return;
  await commitFirst(world.table, putBody(id, gzipSync(JSON.stringify({ html, text })), world.now));
}

/** Hands a message whose row says `sending` to the mail service. */
export async function call(message: Message, ready: Ready, world: MailWorld): Promise<Answer> {
  const { addressee, company, rendered, unsubscribeUrl } = ready;
  const { id: messageId, kind, ref } = message;
  const reader = 'memberId' in message.to ? 'staff' : 'customer';
  const from = { name: company, address: world.sender };
  const to = { name: addressee.name, address: addressee.address };
  const raw = await compose({ messageId, kind, ref, from, to, at: world.now, unsubscribeUrl }, rendered);
  const answer = await world.transport.send({ messageId, reader, to: addressee.address, raw });
  if (answer.outcome === 'accepted') world.used('mails', 1);
  return answer;
}

/**
 * The row after a call. Accepted or rejected is final. Refused was certainly not sent, so it is tried again later. After
 * a lost answer the row stays `sending`: the mail service reports each message that it took, and only when no report
 * has come for ten minutes is it sent again (docs/adr on sending once).
 */
export function afterCall(message: Message, answer: Answer, world: MailWorld): Write {
  const at = world.now.toISOString();
  const next = { ...message, version: message.version + 1, updatedAt: at };
  const expect = { version: message.version };
  switch (answer.outcome) {
    case 'accepted': {
      const accepted: Message = { ...next, state: 'accepted', serviceId: answer.serviceId, acceptedAt: at };
      return toWrite(accepted, message, expect, world);
    }
    case 'rejected':
      return toWrite({ ...next, state: 'failed', reason: answer.reason }, message, expect, world);
    case 'refused': {
      if (isGivenUp(message, world.now))
        return toWrite({ ...next, state: 'failed', reason: answer.reason }, message, expect, world);
      const queued: Message = { ...next, state: 'queued', reason: answer.reason };
      return toWrite(queued, message, expect, world, nextTry(message.attempts, world.now));
    }
    case 'unknown':
      return toWrite({ ...next, reason: answer.reason }, message, expect, world, reportBy(world.now));
  }
}

/** When the sweep looks at it, if somebody writes it who has nothing to do with its sending. */
export function wakesAgain({ state, attempts }: Pick<Message, 'state' | 'attempts'>, now: Date): Date | undefined {
  if (state === 'queued') return nextTry(attempts, now);
  return state === 'sending' ? reportBy(now) : undefined;
}
