import { handOver } from '#domain/contracts/rules.ts';
import { customerOwnerChanged } from '#events/customers.ts';
import { memberDeactivated } from '#events/members.ts';
import { each } from '#functions/batch/each.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { putContract, readContract, readOpenContractsOf } from '#store/contracts.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { readRecipient } from '#store/members.ts';
import { withConsistentReads } from '#store/table.ts';
import { newsOf } from './news.ts';

/** A customer's open contracts of the old owner go with him (rules.md 5); a leaver's go to his successor. */
export const handler = subscription(
  { context: 'contracts', name: 'on-owner-change', events: [customerOwnerChanged, memberDeactivated] },
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

/** More than one person can own; a guard, not a page. */
const handedOverMax = 100_000;
const atOnce = 8;

/** One by one, each in a write of its own: a run that is cut short leaves none half done, its repeat finds what is left. */
async function handOverAll(
  world: World,
  of: { readonly ownerId: string } | { readonly customerId: string },
  fromOwnerId: string,
  toOwnerId: string,
  actorId: string,
): Promise<void> {
  if (fromOwnerId === toOwnerId) return;
  const open = await readOpenContractsOf(world.table, of, handedOverMax);
  await each(
    open.filter(({ ownerId }) => ownerId === fromOwnerId),
    atOnce,
    async ({ id }) => {
      const before = await readContract(world.table, id);
      // The index is behind the row: it may be over, or handed over, by now.
      if (before === undefined || before.ownerId !== fromOwnerId) return;
      if (before.state !== 'running' && before.state !== 'draft') return;
      const outcome = handOver(before, toOwnerId, { actorId, now: world.now });
      const write = putContract(outcome.contract, { version: before.version }, await newsOf(outcome, world));
      await world.table.commit([write]);
    },
  );
}
