import { decodeTime } from 'ulid';
import type { Interaction } from '#domain/activities/interaction.ts';
import { overheard, remembered, woken } from '#domain/activities/silence.ts';
import { interactionRecorded } from '#events/activities.ts';
import type { World } from '#functions/http/world.ts';
import { putInteraction } from '#store/activities-interactions.ts';
import { putSilence, readSilence } from '#store/activities-silence.ts';
import type { Write } from '#store/table.ts';

/**
 * What recording an interaction writes: its row, and the customer's silence where that was told and has left the
 * agenda or is not known yet. A silence that still waits looks up the latest interaction when it is due, so it costs nothing here.
 */
export async function recorded(interaction: Interaction, world: World): Promise<Write[]> {
  const event = world.event(interactionRecorded, interaction.id, factsOf(interaction));
  return [putInteraction(interaction, 'absent', [event]), ...(await silenceEnded(interaction, world))];
}

async function silenceEnded({ customerId, occurredAt }: Interaction, { table, now }: World): Promise<Write[]> {
  const silence = await readSilence(table, customerId);
  if (silence === undefined)
    return isOlder(occurredAt, customerId) ? [putSilence(overheard(customerId, occurredAt), 'absent')] : [];
  const begun = woken(silence, occurredAt, now);
  return begun === undefined ? [] : [putSilence(begun, { version: silence.version })];
}

/** A silence of which nothing is known yet begins with its customer's entry: only what was before that is to be told to it. */
function isOlder(occurredAt: string, customerId: string): boolean {
  return Date.parse(occurredAt) < decodeTime(customerId.slice('cus_'.length));
}

/** A correction may end a silence that was told, or move back what had ended one, which stays seen. */
export async function silenceCorrected(before: Interaction, after: Interaction, world: World): Promise<Write[]> {
  if (after.occurredAt >= before.occurredAt) {
    return after.occurredAt > before.occurredAt ? silenceEnded(after, world) : [];
  }
  const silence = await readSilence(world.table, after.customerId);
  const kept = remembered(silence, before.occurredAt);
  return silence === undefined || kept === undefined ? [] : [putSilence(kept, { version: silence.version })];
}

export function factsOf({ id, customerId, contactId, channel, direction, occurredAt }: Interaction) {
  const contact = contactId === undefined ? {} : { contactId };
  return { customerId, interactionId: id, ...contact, channel, direction, occurredAt };
}
