import type { Messages } from '../shared/locale.ts';

export const messages = {
  'activities.not-found': { en: 'There is no such record.', 'zh-CN': '不存在该记录。' },
  'activities.unknown-customer': { en: 'There is no such customer.', 'zh-CN': '不存在该客户。' },
  'activities.unknown-contact': { en: 'This customer has no such contact.', 'zh-CN': '该客户没有此联系人。' },
  'activities.unknown-owner': {
    en: 'There is no such member, or he has left.',
    'zh-CN': '不存在该成员，或其已离职。',
  },
  'activities.owner-out-of-reach': {
    en: 'You cannot choose this member.',
    'zh-CN': '您不能选择该成员。',
  },
  'activities.occurred-in-future': {
    en: 'An interaction cannot have happened in the future.',
    'zh-CN': '互动发生时间不能晚于现在。',
  },
  'activities.not-author': {
    en: 'Only who recorded an interaction may correct it.',
    'zh-CN': '只有记录人可以更正该互动。',
  },
  'activities.correction-closed': {
    en: 'An interaction may be corrected for 24 hours after it was recorded.',
    'zh-CN': '互动记录只能在记录后 24 小时内更正。',
  },
  'activities.too-many-corrections': {
    en: 'This interaction has been corrected too often.',
    'zh-CN': '该互动记录的更正次数过多。',
  },
  'activities.due-out-of-range': {
    en: 'The due date lies outside of the years 1990 to 2199.',
    'zh-CN': '到期时间须在 1990 年至 2199 年之间。',
  },
  'activities.follow-up-closed': {
    en: 'This follow-up is {state} and cannot be changed.',
    'zh-CN': '该跟进已关闭（{state}），不能更改。',
  },
  'activities.lead-too-long': { en: 'A lead is at most a year.', 'zh-CN': '提前量最多一年。' },
  'activities.instant-range': {
    en: 'This must be an instant from 1990 to 2199.',
    'zh-CN': '时间必须在 1990 年至 2199 年之间。',
  },
} as const satisfies Messages;
