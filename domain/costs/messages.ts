import type { Messages } from '../shared/locale.ts';

export const costsMessages = {
  'costs.bad-period': {
    en: 'The period must begin before it ends and span at most {days} days.',
    'zh-CN': '起始时间必须早于结束时间，且不超过 {days} 天。',
  },
} as const satisfies Messages;
