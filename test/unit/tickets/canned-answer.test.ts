import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Caller } from '#domain/shared/caller.ts';
import type { Role } from '#domain/shared/rights.ts';
import {
  archiveCannedAnswer,
  CannedAnswerInput,
  fillCannedAnswer,
  fitsKind,
  isOffered,
  leftIn,
  localesOf,
  mayWrite,
  newCannedAnswer,
  patchCannedAnswer,
  restoreCannedAnswer,
} from '#domain/tickets/canned-answer.ts';
import { idOf } from '#test/world.ts';

const now = new Date('2026-11-22T01:00:00.000Z');
const change = { now, by: idOf('mem', 5) };
const asked = (more: object = {}) =>
  CannedAnswerInput.parse({ title: 'On the way', shortcut: 'way', body: { en: 'Dear {{contact.name}}' }, ...more });
const made = (more: object = {}) => newCannedAnswer(asked(more), idOf('can', 1), change);

describe('what may be written', () => {
  test.each([
    [{}, '/body', 'tickets.canned-answer-empty'],
    [{ en: '{{contact.nmae}}' }, '/body/en', 'tickets.unknown-placeholder'],
    [{ en: 'Hello', 'zh-CN': '{{unsubscribeUrl}}' }, '/body/zh-CN', 'tickets.unknown-placeholder'],
    [{ en: 'Dear {{contact.name' }, '/body/en', 'tickets.unknown-placeholder'],
    [{ en: '{{constructor}}' }, '/body/en', 'tickets.unknown-placeholder'],
  ])('%j is refused at %s', (body, pointer, code) => {
    expect(() => made({ body })).toThrow(
      expect.objectContaining({ code, errors: [expect.objectContaining({ pointer })] }),
    );
  });

  test('a shortcut is the same in any width and case', () => {
    expect(asked({ shortcut: ' ＷＡＹ-１ ' }).shortcut).toBe('way-1');
    expect(asked({ shortcut: '派工' }).shortcut).toBe('派工');
  });

  test.each(['on the way', '-way', 'way-', 'a--b', '/way', ''])('%j is no shortcut', (shortcut) => {
    expect(CannedAnswerInput.safeParse({ ...asked(), shortcut }).success).toBe(false);
  });
});

describe('changing', () => {
  test('null takes a language and the department away, what is not named stays', () => {
    const before = made({ body: { en: 'Hello', 'zh-CN': '您好' }, departmentId: idOf('dep', 4), kinds: ['fault'] });
    const after = patchCannedAnswer(before, { body: { en: null }, departmentId: null, title: undefined }, change);
    expect(after).toEqual({ ...made({ body: { 'zh-CN': '您好' }, kinds: ['fault'] }), version: 2 });
  });

  test('the last language stays', () => {
    expect(() => patchCannedAnswer(made(), { body: { en: null } }, change)).toThrow('tickets.canned-answer-empty');
  });

  test('archived once, taken out once, and otherwise the same', () => {
    const archived = archiveCannedAnswer(made(), change);
    expect(archived).toMatchObject({ archivedAt: now.toISOString(), version: 2 });
    expect(() => archiveCannedAnswer(archived, change)).toThrow('tickets.canned-answer-archived');
    expect(restoreCannedAnswer(archived, change)).toEqual({ ...made(), version: 3 });
    expect(() => restoreCannedAnswer(made(), change)).toThrow('tickets.canned-answer-not-archived');
  });
});

describe('who is offered it, and who may write it', () => {
  const [north, south, service] = [idOf('dep', 4), idOf('dep', 5), idOf('dep', 3)];
  const caller = (role: Role, departments: Caller['departments'] = [north]): Caller => ({
    ...{ memberId: idOf('mem', 5), role, departmentId: north, departments, locale: 'en', zone: 'Asia/Shanghai' },
  });

  test.each([
    ['the company’s', undefined, true, false],
    ['his department’s', north, true, true],
    ['that of one above', service, true, false],
    ['that of another', south, false, false],
  ])('an agent: %s', (_, departmentId, isSeen, isWritten) => {
    const agent = caller('service-agent');
    expect([isOffered({ departmentId }, agent, [north, service]), mayWrite(agent, departmentId)]).toEqual([
      isSeen,
      isWritten,
    ]);
  });

  test.each([
    ['service-manager', true],
    ['admin', true],
    ['sales-manager', false],
    ['legal', false],
    ['customer', false],
  ] as const)('%s writes any: %s', (role, isWritten) => {
    expect([undefined, north, south].map((place) => mayWrite(caller(role), place))).toEqual([
      isWritten,
      isWritten,
      isWritten,
    ]);
  });

  test('one for certain kinds fits those, one for none fits all', () => {
    expect([fitsKind({ kinds: ['fault'] }, 'fault'), fitsKind({ kinds: ['fault'] }, 'complaint')]).toEqual([
      true,
      false,
    ]);
    expect([fitsKind({ kinds: [] }, 'fault'), fitsKind({ kinds: ['fault'] }, undefined)]).toEqual([true, true]);
  });
});

describe('filling', () => {
  const values = { 'contact.name': 'Li <b>', 'agent.name': '{{company.name}}', 'customer.name': '' };

  test('in the reader’s language, else in the one that there is', () => {
    const both = made({ body: { en: 'Hello', 'zh-CN': '您好' } });
    expect(fillCannedAnswer(both, 'en', {})).toEqual({ locale: 'en', text: 'Hello', missing: [] });
    expect(fillCannedAnswer(both, 'zh-CN', {}).text).toBe('您好');
    expect(fillCannedAnswer(made(), 'zh-CN', values)).toMatchObject({ locale: 'en', text: 'Dear Li <b>' });
    expect(localesOf(made())).toEqual(['en']);
  });

  test('values go in as they are, once; what is empty or unknown stays and is named', () => {
    const body = { en: '{{ agent.name }} {{customer.name}} {{ticket.number}} {{customer.name}}' };
    expect(fillCannedAnswer(made({ body }), 'en', values)).toEqual({
      locale: 'en',
      text: '{{company.name}} {{customer.name}} {{ticket.number}} {{customer.name}}',
      missing: ['customer.name', 'ticket.number'],
    });
    expect(leftIn('{{customer.name}} {{whatever}} {{customer.name}}')).toEqual(['customer.name']);
  });

  test('what stands around the placeholders is never touched', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/[{}]/.test(text));
    fc.assert(
      fc.property(plain, fc.string({ minLength: 1 }), plain, (before, name, after) => {
        const filled = fillCannedAnswer({ body: { en: `${before}{{contact.name}}${after}` } }, 'en', {
          'contact.name': name,
        });
        expect(filled).toEqual({ locale: 'en', text: before + name + after, missing: [] });
      }),
    );
  });
});

test('what no list of placeholders knows stays as it stands, and is said to be missing', () => {
  const stored = { body: { en: 'Dear {{nobody}}' } };
  expect(fillCannedAnswer(stored, 'en', {})).toEqual({ locale: 'en', text: 'Dear {{nobody}}', missing: ['nobody'] });
});

test('what was written in no language is empty, and asks for nothing', () => {
  expect(fillCannedAnswer({ body: {} }, 'en', {})).toEqual({ locale: 'en', text: '', missing: [] });
});
