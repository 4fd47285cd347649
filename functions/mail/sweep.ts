import { isGathering } from '#domain/mail/gathering.ts';
import type { Message } from '#domain/mail/message.ts';
import { sweep } from '#functions/agenda/sweep.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { toMessage } from '#store/mail.ts';
import { afterCall, call, reportBy, toWrite } from './dispatch.ts';
import { gathered, letterOf } from './gather.ts';
import { mailWorld } from './mail-world.ts';
import { prepare } from './prepare.ts';

/**
 * Sends what the mail service refused for the moment, and what it was given without ever reporting it; and what waited for
 * the end of its minute, several as one letter.
 */
export const handler = sweep(
  { context: 'mail', name: 'sweep', extend: mailWorld, means: { persons, secrets: readSecrets } },
  async (item, _key, _at, world) => {
    const before = toMessage(item);
    if (isGathering(before)) {
      const letter = await letterOf(before, world);
      if (letter.ids.length > 1) return [await gathered(before, letter, world)];
    }
    const prepared = await prepare(before, world);
    const next = { ...before, version: before.version + 1, updatedAt: world.now.toISOString() };
    if (!prepared.ready) {
      const refused: Message = { ...next, state: prepared.state, reason: prepared.reason };
      return [toWrite(refused, before, { version: before.version }, world)];
    }
    // Taken under its version before the service is called, so that of two sweeps one sends.
    const { reason: _, ...taken } = next;
    const sending: Message = { ...taken, state: 'sending', attempts: before.attempts + 1 };
    await world.table.commit([toWrite(sending, before, { version: before.version }, world, reportBy(world.now))]);
    return [afterCall(sending, await call(sending, prepared, world), world)];
  },
);
