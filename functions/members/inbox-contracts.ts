import * as z from 'zod';
import { Notification } from '#domain/members/notification.ts';
import { NotificationId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

export const NotificationView = z.strictObject({
  ...Notification.omit({ memberId: true, arrivedAt: true, readAt: true, version: true }).shape,
  /** What it is about: the id in `ref`. */
  refId: z.string(),
  title: z.string(),
  read: z.boolean(),
});

const overdue = {
  id: 'ntf_00000000000000000000000001',
  kind: 'follow-up.overdue',
  ref: 'fol_00000000000000000000000001#overdue',
  refId: 'fol_00000000000000000000000001',
  facts: { customerId: 'cus_00000000000000000000000001', dueAt: '2026-11-22T01:00:00.000Z' },
  at: '2026-11-23T01:00:00.000Z',
  title: '跟进已逾期，应于 2026年11月22日 09:00 完成',
  read: false,
};

export const listNotificationsContract = {
  method: 'GET',
  path: '/v1/notifications',
  operationId: 'listNotifications',
  summary: "The caller's inbox, newest first; kept for 90 days.",
  permission: 'signed-in',
  query: z.strictObject({ ...listQuery, unread: z.enum(['true', 'false']).default('false') }),
  status: 200,
  output: listOf(NotificationView),
  example: { query: { unread: 'true' }, answer: { items: [overdue], next: null } },
} as const satisfies Contract;

export const markReadContract = {
  method: 'POST',
  path: '/v1/notifications/{id}/read',
  operationId: 'markRead',
  summary: 'Marks a notification as read; again changes nothing.',
  permission: 'signed-in',
  params: z.strictObject({ id: NotificationId }),
  status: 200,
  output: NotificationView,
  problems: { 'members.not-found': 404 },
  example: { answer: { ...overdue, read: true } },
} as const satisfies Contract;

export const markAllReadContract = {
  method: 'POST',
  path: '/v1/notifications/read-all',
  operationId: 'markAllRead',
  summary: 'Marks everything as read that has arrived by now.',
  permission: 'signed-in',
  status: 200,
  output: z.strictObject({ readUpTo: UtcInstant.nullable() }),
  example: { answer: { readUpTo: '2026-11-23T01:00:00.000Z' } },
} as const satisfies Contract;

export const inboxContracts: readonly Contract[] = [listNotificationsContract, markReadContract, markAllReadContract];
