import type { Operation } from '#functions/http/contract.ts';
import { putReadUpTo, readNewest, readUpTo } from '#store/members-inbox.ts';
import type { markAllReadContract } from './inbox-contracts.ts';

export const markAllRead: Operation<typeof markAllReadContract> = async (_input, caller, world) => {
  const { table, now } = world;
  const [newest, before] = await Promise.all([readNewest(table, caller.memberId), readUpTo(table, caller.memberId)]);
  if (newest === undefined || newest.id === before?.id) return { readUpTo: before?.at ?? null };
  const at = now.toISOString();
  return world.commit([putReadUpTo(caller.memberId, before, newest.id, at)], { readUpTo: at });
};
