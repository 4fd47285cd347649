import { DomainError } from '#domain/shared/error.ts';
import type { Operation } from '#functions/http/contract.ts';
import { putNotification, readNotification, readUpTo } from '#store/members-inbox.ts';
import type { markReadContract } from './inbox-contracts.ts';
import { viewOf } from './list-notifications.ts';

export const markRead: Operation<typeof markReadContract> = async ({ params }, caller, world) => {
  const [before, upTo] = await Promise.all([
    readNotification(world.table, caller.memberId, params.id),
    readUpTo(world.table, caller.memberId),
  ]);
  if (before === undefined) throw new DomainError('missing', 'members.not-found');
  const view = viewOf(before, upTo, caller);
  if (view.read) return view;
  const after = { ...before, readAt: world.now.toISOString(), version: before.version + 1 };
  return world.commit([putNotification(after, { version: before.version })], { ...view, read: true });
};
