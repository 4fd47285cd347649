import { cancel, toAnswer } from '#domain/activities/follow-up.ts';
import { followUpCancelled } from '#events/activities.ts';
import type { Operation } from '#functions/http/contract.ts';
import { putFollowUp } from '#store/activities.ts';
import type { cancelFollowUpContract } from './follow-up-contracts.ts';
import { followUpInPath } from './visible.ts';

export const cancelFollowUp: Operation<typeof cancelFollowUpContract> = async ({ params, body }, caller, world) => {
  const before = await followUpInPath(world.table, params.id, caller);
  const after = cancel(before, body.reason, caller.memberId, world.now);
  const { id, customerId, ownerId } = after;
  const event = world.event(followUpCancelled, id, { followUpId: id, customerId, ownerId });
  return world.commit([putFollowUp(after, { version: before.version }, [event])], toAnswer(after));
};
