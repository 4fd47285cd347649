import type { FollowUp } from '#domain/activities/follow-up.ts';
import { refOf, type Step, take } from '#domain/activities/reminder.ts';
import { mailRequested } from '#events/mail.ts';
import { sweep } from '#functions/agenda/sweep.ts';
import type { World } from '#functions/http/world.ts';
import { putFollowUp, toFollowUp } from '#store/activities.ts';
import { readManagersOf } from '#store/members.ts';
import type { Write } from '#store/table.ts';
import { sendSilentDay, tellSilence } from './silences.ts';

/** The three things that wait on this agenda, told apart by where they lie. */
export const handler = sweep({ context: 'activities', name: 'sweep' }, (item, { pk, sk }, _at, world) => {
  if (pk.startsWith('activities#silence#')) return tellSilence(item, world);
  if (pk.startsWith('activities#silent-day#')) return sendSilentDay(item, world);
  return remind(toFollowUp(sk, item), world);
});

async function remind(before: FollowUp, world: World): Promise<Write[]> {
  const taken = take(before, world.now);
  if (taken === undefined) throw new Error(`${before.id} stands on the agenda with nothing to say`);
  const { step, followUp } = taken;
  const events = (await recipients(world, step, before.ownerId)).map((memberId) =>
    world.event(mailRequested, followUp.id, {
      kind: `follow-up.${step}`,
      ref: refOf(followUp, step),
      to: { memberId },
      facts: { customerId: followUp.customerId },
    }),
  );
  return [putFollowUp(followUp, { version: before.version }, events)];
}

async function recipients({ table }: World, step: Step, ownerId: string): Promise<string[]> {
  if (step === 'due') return [ownerId];
  const managers = await readManagersOf(table, ownerId);
  return [...new Set([ownerId, ...managers.map(({ id }) => id)])];
}
