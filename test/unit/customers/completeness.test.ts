import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aspectsOf,
  completenessOf,
  countedOf,
  defaultSettings,
  figuresOf,
  patchSettings,
  proposalFor,
  staleBefore,
} from '#domain/customers/completeness.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { idOf } from '#test/world.ts';

const at = '2026-01-01T00:00:00.000Z';

function customer(changes: Partial<Customer> = {}): Customer {
  return {
    id: idOf('cus', 1),
    number: 'C202601001',
    kind: 'company',
    name: '上海医疗器械有限公司',
    level: 'normal',
    ownerId: idOf('mem', 1),
    departmentId: idOf('dep', 1),
    collaboratorIds: [],
    tags: [],
    externalIds: [],
    mainContact: { id: idOf('con', 1), name: '王经理', landline: '010-62345678', version: 1 },
    version: 1,
    createdAt: at,
    createdBy: 'system',
    updatedAt: at,
    updatedBy: 'system',
    ...changes,
  };
}

describe('the score of a customer', () => {
  const { required } = defaultSettings;

  test('counts industry, a mobile or e-mail, level and address as delivered', () => {
    expect(completenessOf(customer(), required)).toEqual({ score: 25, missing: ['industry', 'contact', 'address'] });
    const mainContact = { ...customer().mainContact, email: 'wang@example.com' };
    const full = customer({ industry: 'medical', mainContact, address: { country: 'CN', city: '上海' } });
    expect(completenessOf(full, required)).toEqual({ score: 100, missing: [] });
  });

  test('asks no individual for an industry', () => {
    expect(completenessOf(customer({ kind: 'individual' }), ['industry']).score).toBe(100);
  });

  test('knows the fields of the company itself', () => {
    expect(completenessOf(customer({ fields: { years: 0 } }), ['fields.years', 'fields.other'])).toEqual({
      score: 50,
      missing: ['fields.other'],
    });
  });

  test('is 100 only when nothing is missing, however much is asked', () => {
    const asked = Array.from({ length: 50 }, (_, n) => `fields.f${n}`);
    const fields = Object.fromEntries(Array.from({ length: 49 }, (_, n) => [`f${n}`, 1]));
    expect(completenessOf(customer({ fields }), asked).score).toBe(98);
  });
});

test('the figures are the mean of the scores, whatever customers there are', () => {
  const one = fc.record({
    industry: fc.option(fc.constant('medical'), { nil: undefined }),
    source: fc.option(fc.constant('visit'), { nil: undefined }),
    title: fc.option(fc.constant('总经理'), { nil: undefined }),
  });
  const settings = { ...defaultSettings, required: ['industry', 'source', 'contact-title', 'level'] };
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 20 }), (drawn) => {
      const customers = drawn.map(({ title, ...rest }) =>
        customer(
          JSON.parse(
            JSON.stringify({ ...rest, mainContact: { id: idOf('con', 1), name: '王', version: 1, title } }),
          ) as Partial<Customer>,
        ),
      );
      const has: Record<string, number> = {};
      for (const aspect of customers.flatMap(aspectsOf)) has[aspect] = (has[aspect] ?? 0) + 1;
      const tally = { ownerId: idOf('mem', 1), departmentId: idOf('dep', 1), customers: customers.length, has };
      const { score, missing } = figuresOf([tally], settings);
      const scores = customers.map((each) => 4 - completenessOf(each, settings.required).missing.length);
      const filled = scores.reduce((sum, each) => sum + each, 0);
      expect(score).toBe(Math.floor((1000 * filled) / (4 * customers.length)) / 10);
      expect(Object.values(missing).reduce((sum, each) => sum + each, 0)).toBe(4 * customers.length - filled);
    }),
  );
});

test('the target is reached exactly, not by rounding up', () => {
  const tally = (has: number) => ({
    ...{ ownerId: idOf('mem', 1), departmentId: idOf('dep', 1), customers: 2000 },
    has: { industry: has },
  });
  const settings = { ...defaultSettings, required: ['industry'] };
  expect(figuresOf([tally(1899)], settings)).toMatchObject({ score: 94.9, reached: false });
  expect(figuresOf([tally(1900)], settings)).toMatchObject({ score: 95, reached: true });
  expect(figuresOf([], settings)).toMatchObject({ customers: 0, score: null, reached: true });
});

test('who is in the bin is counted nowhere', () => {
  expect(countedOf(customer({ deletedAt: at }))).toBeUndefined();
  expect(countedOf(customer())).toMatchObject({ verifiedAt: at, has: ['level'] });
});

test('outdated is what nobody verified and nobody talked about for the longer time', () => {
  const now = new Date('2026-11-22T00:00:00.000Z');
  expect(staleBefore(now, defaultSettings)).toBe('2026-05-26T00:00:00.000Z');
  expect(proposalFor('2024-01-01T00:00:00.000Z', undefined, now, defaultSettings)).toBe('delete');
  expect(proposalFor('2024-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', now, defaultSettings)).toBe('verify');
  expect(proposalFor('2026-01-01T00:00:00.000Z', undefined, now, defaultSettings)).toBe('verify');
});

test('nothing is outdated before it is stale', () => {
  expect(() => patchSettings(defaultSettings, { staleAfterDays: 800 })).toThrow('customers.outdated-before-stale');
  expect(patchSettings(defaultSettings, { required: ['level', 'level'] })).toMatchObject({
    required: ['level'],
    version: 1,
  });
});
