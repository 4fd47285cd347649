import { changed } from '#domain/customers/customer.ts';
import { SYSTEM } from '#domain/shared/ids.ts';
import { customerOwnerChanged } from '#events/customers.ts';
import { memberChanged, memberDeactivated } from '#events/members.ts';
import { each } from '#functions/batch/each.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { idIn, ownerPartition, readCustomerOrBinned } from '#store/customers.ts';
import { readHeir, readMember, readRecipient } from '#store/members.ts';
import { type Page, StaleWrite, type Write, withConsistentReads } from '#store/table.ts';
import { changeWrites, handOver } from './change-writes.ts';
import type { Owner } from './owner.ts';

/**
 * A member's customers follow him into another department, and go to his successor when he leaves, who also takes his
 * place as a collaborator. Each customer is a transaction of its own, and one that has moved is passed over, so that a
 * run that breaks off is simply run again. Who was given to one that left in that moment, when what was told of it met
 * others only, goes on to the successor by the news that he was given.
 */
export const handler = subscription(
  {
    context: 'customers',
    name: 'on-member',
    events: [memberChanged, memberDeactivated, customerOwnerChanged],
    dedupe: false,
  },
  async ({ type, detail }, world) => {
    if ('toOwnerId' in detail) return passOn(world, detail.customerId, detail.toOwnerId);
    const { memberId } = detail;
    if (type === memberDeactivated.type) return leave(world, memberId);
    if (!('fields' in detail) || !detail.fields.includes('departmentId')) return;
    const member = await readMember(withConsistentReads(world.table), memberId);
    if (member === undefined) return;
    return moveAll(world, memberId, async (id, isOwner) => {
      if (isOwner) await follow(world, id, member);
    });
  },
);

/** 1 RRU where the new owner is there, as nearly always. */
async function passOn(world: World, customerId: string, ownerId: string): Promise<void> {
  const table = withConsistentReads(world.table);
  if ((await readMember(table, ownerId))?.active !== false) return;
  const heir = await readHeir(table, ownerId);
  if (heir === undefined || heir.id === ownerId) return;
  await persistently(() => giveAway(world, customerId, ownerId, heir));
}

/** Nobody's customers are left to one who has gone, however many go one after the other. */
async function leave(world: World, memberId: string): Promise<void> {
  const table = withConsistentReads(world.table);
  const heir = await readHeir(table, memberId);
  if (heir === undefined || heir.id === memberId) return;
  const successor = await readRecipient(table, memberId);
  await moveAll(world, memberId, async (id, isOwner) => {
    if (isOwner) await giveAway(world, id, memberId, heir);
    else if (successor !== undefined) await succeed(world, id, memberId, successor);
  });
  // He may have left himself while they were on their way to him, and what was told of it then met none of them.
  const after = await readMember(table, heir.id);
  if (after?.active === false) await leave(world, heir.id);
}

const pageSize = 100;
const atOnce = 8;

/** The partition holds those whose owner he is and those of which he is a collaborator. */
async function moveAll(
  world: World,
  memberId: string,
  move: (customerId: string, isOwner: boolean) => Promise<void>,
): Promise<void> {
  let after: Page['next'];
  do {
    const page: Page = await world.table.query({
      index: 'gsi1',
      pk: ownerPartition(memberId),
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    await each(page.items, atOnce, ({ key, item }) =>
      persistently(() => move(idIn(key.pk), item['ownerId'] === memberId)),
    );
    after = page.next;
  } while (after !== undefined);
}

/** The index may be behind and someone may be at the customer: he is read consistently, and once more if need be. */
async function persistently(move: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await move();
    } catch (error) {
      if (!(error instanceof StaleWrite) || tried === 3) throw error;
    }
  }
}

async function giveAway(world: World, id: string, fromOwnerId: string, owner: Owner): Promise<void> {
  const customer = await readCustomerOrBinned(withConsistentReads(world.table), id);
  if (customer?.ownerId !== fromOwnerId || customer.deletedAt !== undefined) return;
  const { writes } = handOver(world, customer, { owner, reason: 'member.deactivated', actorId: SYSTEM });
  await world.table.commit(writes);
}

async function succeed(world: World, id: string, memberId: string, { id: successorId }: Owner): Promise<void> {
  const customer = await readCustomerOrBinned(withConsistentReads(world.table), id);
  if (customer?.collaboratorIds.includes(memberId) !== true || customer.deletedAt !== undefined) return;
  const others = customer.collaboratorIds.filter((each) => each !== memberId && each !== successorId);
  const collaboratorIds = customer.ownerId === successorId ? others : [...others, successorId];
  const after = changed(customer, { collaboratorIds }, { now: world.now, actorId: SYSTEM });
  await world.table.commit(changeWrites(world, customer, after));
}

async function follow(world: World, id: string, { id: ownerId, departmentId }: Owner): Promise<void> {
  const customer = await readCustomerOrBinned(withConsistentReads(world.table), id);
  if (customer?.ownerId !== ownerId || customer.departmentId === departmentId) return;
  const moved = changed(customer, { departmentId }, { now: world.now, actorId: SYSTEM });
  const writes: Write[] = changeWrites(world, customer, moved);
  await world.table.commit(writes);
}
