import * as z from 'zod';
import { keptDays, Notification } from '#domain/members/notification.ts';
import { type Key, partition } from './keys.ts';
import { putNext } from './members-directory.ts';
import type { Expect, Table, Write } from './table.ts';

const inbox = (memberId: string): string => partition('members', 'inbox', memberId);
const unread = (memberId: string): string => partition('members', 'unread', memberId);
const key = (memberId: string, id: string): Key => ({ pk: inbox(memberId), sk: id });

/** Ids grow with time, so the key order is the order of arrival. Only what is unread is in the index. */
export function putNotification(notification: Notification, expect: Expect): Write {
  const { id, memberId, at, readAt } = notification;
  return {
    op: 'put',
    key: key(memberId, id),
    item: {},
    slim: notification,
    ...(readAt === undefined ? { gsi1: { pk: unread(memberId), sk: id } } : {}),
    expect,
    expiresAt: expiryOf(at),
  };
}

/** A person who is meant by two requests, his own and that of someone who has left, is told once (rules.md 2). */
export function claimTold({ memberId, kind, ref, at }: Notification): Write {
  return {
    op: 'put',
    key: { pk: partition('members', 'told', memberId), sk: `${kind}#${ref}` },
    item: { at },
    expect: 'absent',
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
  readonly next: string | undefined;
}

export interface InboxQuery {
  /** Only what is unread, and of that what came after this notification. */
  readonly unread: boolean;
  readonly since?: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}

/** Newest first. */
export async function readInbox(table: Table, memberId: string, asked: InboxQuery): Promise<InboxPage> {
  const { since, limit, after } = asked;
  const page = await table.query({
    ...(asked.unread ? { index: 'gsi1' as const, pk: unread(memberId) } : { pk: inbox(memberId) }),
    // Bounds are inclusive; `~` sorts behind every id and before none of them, so `since` itself is left out.
    from: asked.unread && since !== undefined ? `${since}~` : 'ntf_',
    to: 'ntf_~',
    descending: true,
    limit,
    ...(after === undefined ? {} : { after: { ...key(memberId, after), indexSk: after } }),
  });
  return { items: page.items.map(({ item }) => Notification.parse(item)), next: page.next?.sk };
}

/** Up to which notification the member has read all: one row instead of a write for each of hundreds. */
const ReadUpTo = z.object({ id: z.string(), at: z.string(), version: z.int() });
export type ReadUpTo = z.output<typeof ReadUpTo>;

const readUpToKey = (memberId: string): Key => ({ pk: inbox(memberId), sk: '~read' });

export async function readUpTo(table: Table, memberId: string): Promise<ReadUpTo | undefined> {
  const item = await table.get(readUpToKey(memberId));
  return item === undefined ? undefined : ReadUpTo.parse(item);
}

export function putReadUpTo(memberId: string, before: ReadUpTo | undefined, id: string, at: string): Write {
  return putNext(readUpToKey(memberId), before?.version ?? 0, { id, at });
}

export async function readNewest(table: Table, memberId: string): Promise<Notification | undefined> {
  const { items } = await table.query({
    pk: inbox(memberId),
    beginsWith: 'ntf_',
    descending: true,
    limit: 1,
    consistent: true,
  });
  return items[0] === undefined ? undefined : Notification.parse(items[0].item);
}
