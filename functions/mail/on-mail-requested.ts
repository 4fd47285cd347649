import { gathersAt, isGathered } from '#domain/mail/gathering.ts';
import type { Message } from '#domain/mail/message.ts';
import { mailRequested } from '#events/mail.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { commitFirst } from '#store/mail.ts';
import { toWrite } from './dispatch.ts';
import { mailWorld } from './mail-world.ts';
import { type Prepared, prepare } from './prepare.ts';
import { newMessage, sendFirst } from './send-first.ts';
import type { MailWorld } from './transport.ts';

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
    const first = newMessage(asked, prepared, cause, world.now);
    if (prepared.ready && isGathered(first)) return keepUntilMinuteEnds(first, prepared, world);
    const answer = await sendFirst(first, prepared, world);
    // Nothing is lost, but someone must see it: a throttle passes, a refusal of another kind or a lost answer may not.
    if (answer?.outcome === 'unknown' || (answer?.outcome === 'refused' && !answer.isThrottled)) {
      throw new Error(`The mail service did not take a message: ${answer.reason}`);
    }
  },
);

/** What comes in numbers is told together: the sweep sees then who else is told in this minute. */
async function keepUntilMinuteEnds(
  first: ReturnType<typeof newMessage>,
  { rendered }: Extract<Prepared, { readonly ready: true }>,
  world: MailWorld,
): Promise<void> {
  const at = gathersAt(world.now);
  const waiting: Message = {
    ...first,
    subject: rendered.subject,
    state: 'queued',
    attempts: 0,
    gathersAt: at.toISOString(),
  };
  await commitFirst(world.table, toWrite(waiting, undefined, 'absent', world, at));
}
