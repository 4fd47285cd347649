import type * as z from 'zod';
import { type Notification, titleOf } from '#domain/members/notification.ts';
import type { Caller } from '#domain/shared/caller.ts';
import type { Operation } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { InboxPosition, positionOf, type ReadUpTo, readInbox, readUpTo } from '#store/members-inbox.ts';
import type { listNotificationsContract, NotificationView } from './inbox-contracts.ts';

export const listNotifications: Operation<typeof listNotificationsContract> = async ({ query }, caller, world) => {
  const { limit, cursor } = query;
  const upTo = await readUpTo(world.table, caller.memberId);
  const { items, next } = await readInbox(world.table, caller.memberId, {
    unread: query.unread === 'true',
    since: upTo?.position,
    limit,
    after: fromCursor(InboxPosition, cursor),
  });
  return {
    items: items.map((each) => viewOf(each, upTo, caller)),
    next: next === undefined ? null : toCursor(next),
  };
};

export function viewOf(
  notification: Notification,
  upTo: ReadUpTo | undefined,
  { locale, zone }: Caller,
): z.output<typeof NotificationView> {
  const { id, kind, ref, facts, at, readAt } = notification;
  const read = readAt !== undefined || (upTo !== undefined && positionOf(notification) <= upTo.position);
  return {
    id,
    kind,
    ref,
    refId: ref.split('#')[0] ?? ref,
    facts,
    at,
    title: titleOf(notification, locale, zone),
    read,
  };
}
