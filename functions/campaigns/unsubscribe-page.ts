import type { Locale } from '#domain/shared/locale.ts';
import { Reply } from '#functions/http/contract.ts';

const words = {
  ask: {
    'zh-CN': ['退订营销邮件', '确认后，我们不再向您发送营销邮件。', '确认退订'],
    en: [
      'Unsubscribe from marketing mail',
      'Confirm, and we will not send you marketing mail any more.',
      'Unsubscribe',
    ],
  },
  done: {
    'zh-CN': ['已退订', '我们不再向您发送营销邮件。'],
    en: ['You are unsubscribed', 'We will not send you marketing mail any more.'],
  },
} as const;

/** A plain page in the reader's language that loads nothing from anywhere. */
export function unsubscribePage(which: 'ask' | 'done', locale: Locale): Reply {
  const [title, text, button] = words[which][locale];
  const form = button === undefined ? '' : `<form method="post"><button>${button}</button></form>`;
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p>${form}</body></html>`;
  return new Reply(200, html, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
}
