import * as z from 'zod';
import { formatDate, formatInstant } from '../shared/format.ts';
import { MemberId, NotificationId } from '../shared/ids.ts';
import type { Locale, Text } from '../shared/locale.ts';
import { UtcInstant } from '../shared/time.ts';

export const keptDays = 90;

/** One message in a member's inbox; the same request goes to him by mail. */
export const Notification = z.strictObject({
  id: NotificationId,
  memberId: MemberId,
  kind: z.string(),
  /** `<id>#<step>` of what it is about. */
  ref: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** When it was asked for. */
  at: UtcInstant,
  /** When it came into the inbox, which is in this order. */
  arrivedAt: UtcInstant,
  readAt: UtcInstant.optional(),
  version: z.int().positive(),
});
export type Notification = z.output<typeof Notification>;

/** Names are left out on purpose: whoever opens it later may no longer see the customer that it is about. */
const titles: Readonly<Record<string, Text>> = {
  'follow-up.due': { en: 'A follow-up is due: {dueAt}', 'zh-CN': '跟进到期：{dueAt}' },
  'follow-up.overdue': { en: 'A follow-up is overdue since {dueAt}', 'zh-CN': '跟进已逾期，应于 {dueAt} 完成' },
  'customer.silent': {
    en: 'Customers without contact for 7 days: {customers}',
    'zh-CN': '{customers} 位客户已 7 天未联系',
  },
  'contract.ending': { en: 'A contract ends on {endsOn}', 'zh-CN': '合同将于 {endsOn} 到期' },
  'contract.ended': { en: 'A contract ended on {endsOn}', 'zh-CN': '合同已于 {endsOn} 到期' },
  'ticket.warning': { en: 'A ticket is close to its deadline: {by}', 'zh-CN': '工单即将到期：{by}' },
  'ticket.escalated': { en: 'A ticket missed its deadline: {by}', 'zh-CN': '工单已超时，应于 {by} 完成' },
  'ticket.answered': { en: 'A ticket was answered', 'zh-CN': '工单已答复' },
  'ticket.resolved': { en: 'A ticket was resolved', 'zh-CN': '工单已解决' },
  'ticket.survey': { en: 'A customer is asked about a ticket', 'zh-CN': '工单满意度调查' },
  'ticket.call': { en: 'Phone the customer about a ticket', 'zh-CN': '请就工单致电客户' },
  'ticket.dissatisfied': { en: 'A customer is not satisfied with a ticket', 'zh-CN': '客户对工单处理不满意' },
  'member.invited': { en: 'Welcome', 'zh-CN': '欢迎' },
  campaign: { en: 'A campaign', 'zh-CN': '营销活动' },
};
const otherTitle: Text = { en: 'A notice', 'zh-CN': '通知' };

/** The title in the reader's language and zone, made when it is read because both may change. */
export function titleOf({ kind, facts }: Pick<Notification, 'kind' | 'facts'>, locale: Locale, zone: string): string {
  const text = (titles[kind] ?? otherTitle)[locale];
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => said(facts[name], locale, zone));
  // A request that left a fact out still has a title.
  return filled.replace(/[:：,，\s]+$/, '');
}

function said(fact: string | number | undefined, locale: Locale, zone: string): string {
  if (fact === undefined) return '';
  if (UtcInstant.safeParse(fact).success) return formatInstant(String(fact), locale, zone);
  if (z.iso.date().safeParse(fact).success) return formatDate(String(fact), locale);
  return String(fact);
}
