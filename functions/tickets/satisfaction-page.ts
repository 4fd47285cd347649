import type { Locale } from '#domain/shared/locale.ts';
import { escapeHtml } from '#domain/shared/template.ts';
import type { Happening, Ticket } from '#domain/tickets/ticket.ts';
import { Reply } from '#functions/http/contract.ts';

const ask = {
  'zh-CN': {
    title: '您对处理结果是否满意？',
    yes: '满意',
    no: '不满意',
    comment: '还需要我们做什么？（选填）',
    send: '提交',
    change: '提交后 24 小时内可以修改。',
  },
  en: {
    title: 'Are you satisfied with the result?',
    yes: 'Satisfied',
    no: 'Not satisfied',
    comment: 'What is missing? (optional)',
    send: 'Send',
    change: 'You can change your answer for 24 hours.',
  },
} as const;

const notes = {
  thanks: {
    'zh-CN': ['感谢您的评价', '很高兴问题已经解决。'],
    en: ['Thank you', 'We are glad that your request is solved.'],
  },
  sorry: {
    'zh-CN': ['感谢您的反馈', '很抱歉没有让您满意，我们会继续处理，直到您满意为止。'],
    en: ['Thank you for telling us', 'We are sorry, and have taken your request up again.'],
  },
  over: {
    'zh-CN': ['评价已结束', '该评价已不能再修改。如仍有问题，请直接与我们联系。'],
    en: ['This question is closed', 'The answer can no longer be changed. If something is open, please contact us.'],
  },
} as const;

/** The question, with the answer given so far. */
export function askPage({ number, subject }: Ticket, given: Happening['type'] | undefined, locale: Locale): Reply {
  const { title, yes, no, comment, send, change } = ask[locale];
  const choice = (value: 'yes' | 'no', label: string, isChosen: boolean) =>
    `<p><label><input type="radio" name="satisfied" value="${value}" required${isChosen ? ' checked' : ''}> ${label}</label></p>`;
  const form = [
    '<form method="post">',
    choice('yes', yes, given === 'satisfied'),
    choice('no', no, given === 'dissatisfied'),
    `<p><label>${comment}<br><textarea name="comment" rows="5" cols="40" maxlength="20000"></textarea></label></p>`,
    `<p><button>${send}</button></p></form><p>${change}</p>`,
  ].join('');
  return page(locale, title, `<p>${escapeHtml(`${number} ${subject}`)}</p>${form}`);
}

export function notePage(which: keyof typeof notes, locale: Locale): Reply {
  const [title, text] = notes[which][locale];
  return page(locale, title, `<p>${text}</p>`);
}

/** A plain page in the reader's language that loads nothing from anywhere. */
function page(locale: Locale, title: string, body: string): Reply {
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;
  return new Reply(200, html, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
}
