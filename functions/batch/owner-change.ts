import type { Context } from '#domain/contexts.ts';
import { customerOwnerChanged } from '#events/customers.ts';
import { memberDeactivated } from '#events/members.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { readHeir } from '#store/members.ts';
import { type Table, type Write, withConsistentReads } from '#store/table.ts';
import { each } from './each.ts';
import { subscription } from './subscription.ts';

/** Open work of one kind that has an owner: follow-ups, contracts. */
interface OwnedWork {
  /** What is open of a customer or of a member, whoever owns it. */
  readonly openOf: (
    table: Table,
    of: { readonly ownerId: string } | { readonly customerId: string },
    most: number,
  ) => Promise<readonly { readonly id: string; readonly ownerId: string }[]>;
  /** The writes that hand one over; none where it is over, or another's, by now: the index is behind the row. */
  readonly handOver: (world: World, id: string, change: OwnerChange) => Promise<readonly Write[]>;
}

interface OwnerChange {
  readonly fromOwnerId: string;
  readonly toOwnerId: string;
  readonly actorId: string;
}

/** More than one person can have to do; a guard, not a page. */
const handedOverMax = 100_000;
const atOnce = 8;

/** With a customer goes the open work of his old owner (rules.md 5); a leaver's goes to his successor. */
export function ownerChangeSubscription(context: Context, work: OwnedWork) {
  return subscription(
    { context, name: 'on-owner-change', events: [customerOwnerChanged, memberDeactivated] },
    async ({ detail, actorId }, world) => {
      // Events come late, twice and in any order, so whoever is in charge now gets the work, not whom the event names.
      const table = withConsistentReads(world.table);
      if ('toOwnerId' in detail) {
        const { customerId, fromOwnerId } = detail;
        const { ownerId: toOwnerId = detail.toOwnerId } = (await readCustomerOrBinned(table, customerId)) ?? {};
        await handOverAll(world, work, { customerId }, { fromOwnerId, toOwnerId, actorId });
      } else {
        const { memberId } = detail;
        const heir = await readHeir(table, memberId);
        const change = { fromOwnerId: memberId, toOwnerId: heir?.id ?? memberId, actorId };
        await handOverAll(world, work, { ownerId: memberId }, change);
      }
      await world.commit([], undefined);
    },
  );
}

/** One by one, each in a write of its own: a run that is cut short leaves none half done, its repeat finds what is left. */
async function handOverAll(
  world: World,
  { openOf, handOver }: OwnedWork,
  of: Parameters<OwnedWork['openOf']>[1],
  change: OwnerChange,
): Promise<void> {
  if (change.fromOwnerId === change.toOwnerId) return;
  const open = await openOf(world.table, of, handedOverMax);
  const theirs = open.filter(({ ownerId }) => ownerId === change.fromOwnerId);
  await each(theirs, atOnce, async ({ id }) => {
    const writes = await handOver(world, id, change);
    if (writes.length > 0) await world.table.commit(writes);
  });
}
