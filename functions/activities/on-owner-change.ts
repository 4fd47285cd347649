import { customerOwnerChanged } from '#events/customers.ts';
import { memberDeactivated } from '#events/members.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { handOverAll } from './hand-over.ts';

/** A customer's open follow-ups of the old owner go with him (rules.md 5); a leaver's go to his successor. */
export const handler = subscription(
  { context: 'activities', name: 'on-owner-change', events: [customerOwnerChanged, memberDeactivated] },
  async ({ detail, actorId }, world) => {
    if ('toOwnerId' in detail) {
      const { customerId, fromOwnerId, toOwnerId } = detail;
      await handOverAll(world, { customerId }, fromOwnerId, toOwnerId, actorId);
    } else if (detail.successorId !== undefined) {
      await handOverAll(world, { ownerId: detail.memberId }, detail.memberId, detail.successorId, actorId);
    }
    await world.commit([], undefined);
  },
);
