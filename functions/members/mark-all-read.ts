import type { Operation } from '#functions/http/contract.ts';
import { positionOf, putReadUpTo, readInbox, readUpTo } from '#store/members-inbox.ts';
import type { markAllReadContract } from './inbox-contracts.ts';

export const markAllRead: Operation<typeof markAllReadContract> = async (_input, caller, world) => {
  const { table, now } = world;
  const [{ items }, before] = await Promise.all([
    readInbox(table, caller.memberId, { unread: false, limit: 1 }),
    readUpTo(table, caller.memberId),
  ]);
  const newest = items[0] && positionOf(items[0]);
  if (newest === undefined || newest === before?.position) return { readUpTo: before?.at ?? null };
  const at = now.toISOString();
  return world.commit([putReadUpTo(caller.memberId, before, newest, at)], { readUpTo: at });
};
