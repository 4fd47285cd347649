import type { Message } from '#domain/mail/message.ts';
import { mailRequested } from '#events/mail.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { commitFirst } from '#store/mail.ts';
import { recipientIdOf } from './addressee.ts';
import { messageIdOf } from './digest.ts';
import { afterCall, call, keepBody, reportBy, toWrite } from './dispatch.ts';
import { mailWorld } from './mail-world.ts';
import { prepare } from './prepare.ts';

/**
 * Writes a message and sends it. The row, keyed by kind, ref and recipient, is what makes it single: it is there before
 * the mail service is called, and whoever finds it there leaves the rest to the sweep. So no row of seen events is kept.
 */
export const handler = subscription(
  {
    context: 'mail',
    name: 'on-mail-requested',
    events: [mailRequested],
    dedupe: false,
    extend: mailWorld,
    means: { persons, secrets: readSecrets },
  },
  async ({ detail, cause }, world) => {
    const asked = { ...detail, to: detail.to as Message['to'] };
    const prepared = await prepare(asked, world);
    const { addressee } = prepared;
    const to = addressee?.to ?? asked.to;
    const at = world.now.toISOString();
    const first = {
      id: messageIdOf(asked.kind, asked.ref, addressee?.id ?? recipientIdOf(to)),
      kind: asked.kind,
      ref: asked.ref,
      to,
      facts: asked.facts,
      ...(addressee === undefined ? {} : { locale: addressee.locale }),
      cause,
      createdAt: at,
      updatedAt: at,
      version: 1,
    } as const;
    if (!prepared.ready) {
      const refused: Message = { ...first, state: prepared.state, reason: prepared.reason, attempts: 0 };
      await commitFirst(world.table, toWrite(refused, undefined, 'absent', world));
      return;
    }
    const { rendered } = prepared;
    const sending: Message = { ...first, subject: rendered.subject, state: 'sending', attempts: 1 };
    await keepBody(sending, rendered, world);
    if (!(await commitFirst(world.table, toWrite(sending, undefined, 'absent', world, reportBy(world.now))))) return;
    const answer = await call(sending, prepared, world);
    // The service's report of an accepted message may be faster than this write and has then said the same.
    await commitFirst(world.table, afterCall(sending, answer, world));
    // Nothing is lost, but someone must see it: a throttle passes, a refusal of another kind or a lost answer may not.
    if (answer.outcome === 'unknown' || (answer.outcome === 'refused' && !answer.isThrottled)) {
      throw new Error(`The mail service did not take a message: ${answer.reason}`);
    }
  },
);
