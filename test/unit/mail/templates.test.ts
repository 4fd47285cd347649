import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { render } from '#domain/mail/letter.ts';
import { letterOf } from '#domain/mail/letters.ts';
import { toCustomer } from '#domain/mail/letters-to-customers.ts';
import { toStaff } from '#domain/mail/letters-to-staff.ts';
import { type Matter, Unrenderable } from '#domain/mail/matter.ts';
import { titleOf } from '#domain/members/notification.ts';
import { locales } from '#domain/shared/locale.ts';
import { mailKinds } from '#events/mail.ts';

const matter: Matter = {
  locale: 'en',
  zone: 'America/New_York',
  company: 'Guanxi',
  recipient: { name: 'Ann', isStaff: true },
  facts: {
    endsOn: '2026-12-31',
    daysLeft: 30,
    by: '2026-11-22T14:00:00.000Z',
    dueAt: '2026-11-22T14:00:00.000Z',
    target: 'resolution',
    customers: 2,
  },
  customer: { name: 'Acme', number: 'C202611001' },
  followUp: { subject: 'Call back', dueAt: '2026-11-22T14:00:00.000Z', owner: 'Bob' },
  contract: { number: 'HT202611001', title: 'Support' },
  ticket: { number: 'FK202611001', subject: 'Printer', solution: 'Restarted.' },
  silent: [{ name: 'Acme', number: 'C202611001', since: '2026-11-10T14:00:00.000Z' }],
  words: 'It is still broken.',
};
const written = (kind: string, more: Partial<Matter> = {}) => {
  const all = { ...matter, ...more };
  return render(letterOf(kind, all), all.locale);
};

test('every kind has words for staff, for customers, or is a campaign with its own', () => {
  const kinds = [...Object.keys(toStaff), ...Object.keys(toCustomer), 'campaign'];
  expect([...new Set(kinds)].toSorted()).toEqual([...mailKinds].toSorted());
});

describe.each(locales)('in %s', (locale) => {
  const cases = [
    ...Object.keys(toStaff).map((kind) => [kind, true] as const),
    ...Object.keys(toCustomer).map((kind) => [kind, false] as const),
  ];
  test.each(cases)('%s says what it is about in subject, HTML and text (staff: %s)', (kind, isStaff) => {
    const { subject, html, text } = written(kind, { locale, recipient: { name: 'Ann', isStaff } });
    expect(subject).not.toMatch(/undefined|\{/);
    expect(html + text).not.toContain('undefined');
    expect(/\p{Script=Han}/u.test(subject)).toBe(locale === 'zh-CN');
    expect(html).toContain(`<html lang="${locale}">`);
    expect(text).toContain('Ann');
  });

  test('every kind has a title in the inbox, even where a fact was left out', () => {
    for (const kind of mailKinds) {
      expect(titleOf({ kind, facts: matter.facts }, locale, 'UTC')).not.toMatch(/\{|^(A notice|通知)$/);
      expect(titleOf({ kind, facts: {} }, locale, 'UTC')).toMatch(/[^\s:：]$/);
    }
  });
});

test('instants are in the zone of the reader, dates are everywhere the same', () => {
  expect(written('follow-up.due').text).toContain('22 November 2026 at 09:00');
  expect(written('follow-up.due', { zone: 'Asia/Shanghai' }).text).toContain('22 November 2026 at 22:00');
  expect(written('contract.ending', { zone: 'Pacific/Auckland' }).text).toContain('31 December 2026');
  expect(titleOf({ kind: 'follow-up.due', facts: matter.facts }, 'zh-CN', 'Asia/Shanghai')).toBe(
    '跟进到期：2026年11月22日 22:00',
  );
});

test('a letter about something that is gone is not written', () => {
  expect(() => written('ticket.warning', { ticket: undefined })).toThrow(Unrenderable);
  expect(() => written('contract.ending', { facts: {} })).toThrow(Unrenderable);
  expect(() => written('ticket.survey')).toThrow(Unrenderable);
});

test('a letter for many names each ticket once, with each promise and its deadline in the zone of the reader', () => {
  const by = '2026-11-22T14:00:00.000Z';
  const [one, two] = ['FK1', 'FK2'].map((number) => ({ number, subject: 'Printer', target: 'resolution', by }));
  if (one === undefined || two === undefined) throw new Error('two');
  const tickets = [one, { ...one, target: 'firstResponse' }, { ...two, by: '' }];
  const { subject, text } = written('ticket.escalated', { tickets });
  expect(subject).toBe('Deadlines missed: 2 tickets');
  const at = '22 November 2026 at 09:00';
  expect(text).toContain(`FK1 Printer: resolution ${at}, first response ${at}\nFK2 Printer: resolution\n`);
  expect(written('ticket.warning', { tickets: [one] }).subject).toBe('Deadlines near: 1 ticket');
  const zh = written('ticket.warning', { tickets, locale: 'zh-CN', zone: 'Asia/Shanghai' });
  expect(zh.subject).toBe('工单即将超时：2 张');
  expect(zh.text).toContain('FK1 Printer: 解决 2026年11月22日 22:00, 首次响应 2026年11月22日 22:00');
});

test('no text of a user becomes markup or a second line of the subject', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '\n', '\r', 'a', '{', '}') }), (dirty) => {
      const { html, subject } = written('ticket.dissatisfied', {
        ticket: { number: 'FK1', subject: `x${dirty}` },
        customer: { name: dirty, number: dirty },
        words: dirty,
      });
      const tags = new Set([...html.matchAll(/<\/?([a-z!]*)/g)].map(([, name]) => name));
      expect([...tags].every((name) => allowed.has(name ?? ''))).toBe(true);
      expect(subject).not.toMatch(/[\r\n]/);
    }),
  );
});
const allowed = new Set(['!doctype', '!', 'html', 'head', 'meta', 'title', 'body', 'p', 'table', 'tr', 'td', 'br']);
