import type { Messages } from '../shared/locale.ts';

export const messages = {
  'audit.no-filter': {
    en: 'Say whose audit: ?subject= or ?actor=, and only one of them.',
    'zh-CN': '请用 ?subject= 或 ?actor= 指定审计对象，且只能选其一。',
  },
  'audit.bad-period': { en: 'The period must begin before it ends.', 'zh-CN': '起始时间必须早于结束时间。' },
  'audit.bad-subject': {
    en: 'A subject is an id such as cus_… or one of {names}.',
    'zh-CN': '审计对象应为编号（如 cus_…）或以下之一：{names}。',
  },
} as const satisfies Messages;
