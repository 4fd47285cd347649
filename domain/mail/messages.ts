import type { Messages } from '../shared/locale.ts';

export const messages = {
  'mail.not-found': { en: 'There is no such message.', 'zh-CN': '不存在该邮件。' },
} as const satisfies Messages;
