import { complete, toAnswer } from '#domain/activities/follow-up.ts';
import { record } from '#domain/activities/interaction.ts';
import { followUpCompleted } from '#events/activities.ts';
import type { Operation } from '#functions/http/contract.ts';
import { putFollowUp } from '#store/activities.ts';
import type { completeFollowUpContract } from './follow-up-contracts.ts';
import { recorded } from './recorded.ts';
import { assertContact, followUpInPath } from './visible.ts';

export const completeFollowUp: Operation<typeof completeFollowUpContract> = async ({ params, body }, caller, world) => {
  const { table, now } = world;
  const before = await followUpInPath(table, params.id, caller);
  const { customerId, ownerId } = before;
  const interactionId = body.interaction === undefined ? undefined : world.newId('int');
  const after = complete(before, interactionId, caller.memberId, now);
  const told = interactionId === undefined ? {} : { interactionId };
  const event = world.event(followUpCompleted, after.id, { followUpId: after.id, customerId, ownerId, ...told });
  const writes = [putFollowUp(after, { version: before.version }, [event])];
  if (body.interaction !== undefined && interactionId !== undefined) {
    await assertContact(table, customerId, body.interaction.contactId, '/interaction');
    const recording = { id: interactionId, customerId, now, actorId: caller.memberId };
    writes.push(...(await recorded(record(body.interaction, recording, '/interaction'), world)));
  }
  return world.commit(writes, toAnswer(after));
};
