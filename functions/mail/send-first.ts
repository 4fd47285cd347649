import type { Message } from '#domain/mail/message.ts';
import { commitFirst } from '#store/mail.ts';
import { type Asked, recipientIdOf } from './addressee.ts';
import { messageIdOf } from './digest.ts';
import { afterCall, call, keepBody, reportBy, toWrite } from './dispatch.ts';
import type { Prepared } from './prepare.ts';
import type { Answer, MailWorld } from './transport.ts';

/** The row of a message that nobody has called the mail service for. */
export function newMessage(
  { kind, ref, to: askedTo, facts }: Asked,
  { addressee }: Prepared,
  cause: string,
  now: Date,
): Omit<Message, 'state' | 'attempts'> {
  const to = addressee?.to ?? askedTo;
  const at = now.toISOString();
  return {
    id: messageIdOf(kind, ref, addressee?.id ?? recipientIdOf(to)),
    kind,
    ref,
    to,
    facts,
    ...(addressee === undefined ? {} : { locale: addressee.locale }),
    cause,
    createdAt: at,
    updatedAt: at,
    version: 1,
  };
}

/**
 * Sends a message, or keeps why not. The row is there before the mail service is called: whoever finds it there leaves
 * the rest to the sweep. Answers what the service said, if it was called.
 */
export async function sendFirst(
  first: ReturnType<typeof newMessage>,
  prepared: Prepared,
  world: MailWorld,
): Promise<Answer | undefined> {
  if (!prepared.ready) {
    const refused: Message = { ...first, state: prepared.state, reason: prepared.reason, attempts: 0 };
    await commitFirst(world.table, toWrite(refused, undefined, 'absent', world));
    return undefined;
  }
  const { rendered } = prepared;
  const sending: Message = { ...first, subject: rendered.subject, state: 'sending', attempts: 1 };
  await keepBody(sending, rendered, world);
  if (!(await commitFirst(world.table, toWrite(sending, undefined, 'absent', world, reportBy(world.now))))) return;
  const answer = await call(sending, prepared, world);
  // The service's report of an accepted message may be faster than this write and has then said the same.
  await commitFirst(world.table, afterCall(sending, answer, world));
  return answer;
}
