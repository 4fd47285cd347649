import * as z from 'zod';
import { keptDays, Notification } from '#domain/members/notification.ts';
import { NotificationId } from '#domain/shared/ids.ts';
import { type Key, partition } from './keys.ts';
import { putNext } from './members-directory.ts';
import type { Expect, Table, Write } from './table.ts';

const inbox = (memberId: string): string => partition('members', 'inbox', memberId);
const unread = (memberId: string): string => partition('members', 'unread', memberId);
const key = (memberId: string, id: string): Key => ({ pk: inbox(memberId), sk: id });

/** Where a notification stands among the others: they are ordered by when they came. */
export function positionOf({ arrivedAt, id }: Notification): string {
  return `${arrivedAt}#${id}`;
}

/** 3 WRU; 2 once it is read. The id names kind, ref and member, so `absent` is what makes it come once. */
export function putNotification(notification: Notification, expect: Expect): Write {
  const { id, memberId, at, readAt } = notification;
  const sk = positionOf(notification);
  return {
    op: 'put',
    key: key(memberId, id),
    item: {},
    slim: notification,
    ...(readAt === undefined ? { gsi1: { pk: unread(memberId), sk } } : {}),
    gsi2: { pk: inbox(memberId), sk },
    expect,
    expiresAt: expiryOf(at),
  };
}

function expiryOf(at: string): number {
  return Math.ceil(Date.parse(at) / 1000) + keptDays * 86_400;
}

export async function readNotification(table: Table, memberId: string, id: string): Promise<Notification | undefined> {
  const item = await table.get(key(memberId, id));
  return item === undefined ? undefined : Notification.parse(item);
}

export interface InboxPage {
  readonly items: readonly Notification[];
  readonly next: InboxPosition | undefined;
}

export interface InboxQuery {
  /** Only what is unread, and of that what came after this position. */
  readonly unread: boolean;
  readonly since?: string | undefined;
  readonly limit: number;
  readonly after?: InboxPosition | undefined;
}

/** Where a page ended. */
export const InboxPosition = z.strictObject({ id: NotificationId, at: z.string().max(80) });
export type InboxPosition = z.output<typeof InboxPosition>;

/** Newest first. */
export async function readInbox(table: Table, memberId: string, asked: InboxQuery): Promise<InboxPage> {
  const { since, limit, after } = asked;
  const page = await table.query({
    ...(asked.unread
      ? { index: 'gsi1' as const, pk: unread(memberId) }
      : { index: 'gsi2' as const, pk: inbox(memberId) }),
    // Bounds are inclusive; `~` sorts behind every id and before none of them, so `since` itself is left out.
    ...(asked.unread && since !== undefined ? { from: `${since}~` } : {}),
    descending: true,
    limit,
    ...(after === undefined ? {} : { after: { ...key(memberId, after.id), indexSk: after.at } }),
  });
  const items = page.items.map(({ item }) => Notification.parse(item));
  const last = items.at(-1);
  return { items, next: page.next && last && { id: last.id, at: positionOf(last) } };
}

/** Up to which notification the member has read all: one row instead of a write for each of hundreds. */
const ReadUpTo = z.object({ position: z.string(), at: z.string(), version: z.int() });
export type ReadUpTo = z.output<typeof ReadUpTo>;

const readUpToKey = (memberId: string): Key => ({ pk: inbox(memberId), sk: '~read' });

export async function readUpTo(table: Table, memberId: string): Promise<ReadUpTo | undefined> {
  const item = await table.get(readUpToKey(memberId));
  return item === undefined ? undefined : ReadUpTo.parse(item);
}

export function putReadUpTo(memberId: string, before: ReadUpTo | undefined, position: string, at: string): Write {
  return putNext(readUpToKey(memberId), before?.version ?? 0, { position, at });
}
