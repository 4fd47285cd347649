import { customerOwnerChanged } from '#events/customers.ts';
import { memberDeactivated } from '#events/members.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { readRecipient } from '#store/members.ts';
import { withConsistentReads } from '#store/table.ts';
import { handOverAll } from './hand-over.ts';

/** A customer's open follow-ups of the old owner go with him (rules.md 5); a leaver's go to his successor. */
export const handler = subscription(
  { context: 'activities', name: 'on-owner-change', events: [customerOwnerChanged, memberDeactivated] },
  async ({ detail, actorId }, world) => {
    // Events come late, twice and in any order, so whoever is in charge now gets the work, not whom the event names.
    const table = withConsistentReads(world.table);
    if ('toOwnerId' in detail) {
      const { customerId, fromOwnerId, toOwnerId } = detail;
      const { ownerId = toOwnerId } = (await readCustomerOrBinned(table, customerId)) ?? {};
      await handOverAll(world, { customerId }, fromOwnerId, ownerId, actorId);
    } else {
      const { memberId } = detail;
      const heir = await readRecipient(table, memberId);
      if (heir !== undefined) await handOverAll(world, { ownerId: memberId }, memberId, heir.id, actorId);
    }
    await world.commit([], undefined);
  },
);
