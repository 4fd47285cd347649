import { formatInstant } from '../shared/format.ts';
import type { Locale } from '../shared/locale.ts';
import { type Matter, needed } from './matter.ts';
import { type Template, targetNamed } from './words.ts';

/** Three quarters of their time have passed. */
export const manyNear = many({
  en: { subject: 'Deadlines near', says: 'Three quarters of the time of these tickets have passed:' },
  'zh-CN': { subject: '工单即将超时', says: '以下工单的时限已过四分之三：' },
});

export const manyMissed = many({
  en: { subject: 'Deadlines missed', says: 'These tickets have missed their deadlines. Please see to them:' },
  'zh-CN': { subject: '工单已超时', says: '以下工单已超时，请尽快处理：' },
});

/** Every ticket once, with each of its promises. */
function many(sayings: Readonly<Record<Locale, { readonly subject: string; readonly says: string }>>): Template {
  return (matter) => {
    const byTicket = Map.groupBy(needed(matter.tickets, 'tickets'), ({ number }) => number);
    const rows = [...byTicket].map(([number, promises]) => {
      const [{ subject } = { subject: '' }] = promises;
      return [`${number} ${subject}`, promises.map((each) => promiseIn(matter, each)).join(', ')] as const;
    });
    const count = rows.length;
    return {
      en: {
        subject: `${sayings.en.subject}: ${count === 1 ? '1 ticket' : `${count} tickets`}`,
        paragraphs: [sayings.en.says],
        rows,
      },
      'zh-CN': { subject: `${sayings['zh-CN'].subject}：${count} 张`, paragraphs: [sayings['zh-CN'].says], rows },
    };
  };
}

function promiseIn({ locale, zone }: Matter, { target, by }: NonNullable<Matter['tickets']>[number]): string {
  const name = targetNamed(target, locale);
  return by === '' ? name : `${name} ${formatInstant(by, locale, zone)}`;
}
