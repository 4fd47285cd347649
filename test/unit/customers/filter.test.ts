import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertMayAsk, Filter, type Filtered, holds, needsItem } from '#domain/customers/filter.ts';

const now = new Date('2026-11-22T01:00:00.000Z');
const known: Filtered = {
  name: '上海远山科技有限公司',
  number: 'C202611001',
  kind: 'company',
  level: 'vip',
  tags: ['展会', 'café'],
  address: { country: 'CN', city: '上海' },
  createdAt: '2026-01-01T00:00:00.000Z',
  lastFollowUpAt: '2026-11-01T00:00:00.000Z',
};

const condition = fc.oneof(
  fc.record({ field: fc.constant('level'), op: fc.constantFrom('is', 'is-not'), value: fc.constantFrom('vip', 'key') }),
  fc.record({ field: fc.constant('industry'), op: fc.constant('is-set'), value: fc.boolean() }),
  fc.record({
    field: fc.constant('name'),
    op: fc.constantFrom('contains', 'starts-with'),
    value: fc.constantFrom('远山', '上海'),
  }),
  fc.record({
    field: fc.constant('tags'),
    op: fc.constantFrom('has', 'has-not'),
    value: fc.constantFrom('展会', '无'),
  }),
);
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'node' },
    condition,
    fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('node') }),
  ),
})).node;

describe('a filter', () => {
  test.each([
    [{ field: 'level', op: 'is', value: 'vip' }, true],
    [{ field: 'level', op: 'in', value: ['key', 'vip'] }, true],
    [{ field: 'level', op: 'not-in', value: ['key', 'vip'] }, false],
    [{ field: 'industry', op: 'is', value: 'retail' }, false],
    [{ field: 'industry', op: 'is-not', value: 'retail' }, true],
    [{ field: 'industry', op: 'is-set', value: false }, true],
    [{ field: 'name', op: 'contains', value: '远山' }, true],
    [{ field: 'number', op: 'starts-with', value: 'c202611' }, true],
    [{ field: 'name', op: 'is', value: '上海' }, false],
    [{ field: 'address.city', op: 'is', value: '上海' }, true],
    [{ field: 'address.province', op: 'is-set', value: true }, false],
    [{ field: 'tags', op: 'has', value: 'cafe\u0301' }, true],
    [{ field: 'tags', op: 'has-not', value: '展会' }, false],
    [{ field: 'tags', op: 'is-set', value: true }, true],
    [{ field: 'createdAt', op: 'before', value: '2026-01-01T08:00:01+08:00' }, true],
    [{ field: 'createdAt', op: 'after', value: '2026-01-01T00:00:00Z' }, false],
    [{ field: 'lastFollowUpAt', op: 'older-than', value: 'P21D' }, true],
    [{ field: 'lastFollowUpAt', op: 'older-than', value: 'P22D' }, false],
    [{ field: 'lastFollowUpAt', op: 'within', value: 'P22D' }, true],
  ])('%j is %s', (filter, expected) => {
    expect(holds(Filter.parse(filter), known, now)).toBe(expected);
  });

  test('and its negation never agree, and all and any are as in logic (De Morgan)', () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (parts) => {
        const is = (filter: unknown) => holds(filter as Filter, known, now);
        expect(is({ not: { all: parts } })).toBe(is({ any: parts.map((not) => ({ not })) }));
        expect(is({ not: { any: parts } })).toBe(is({ all: parts.map((not) => ({ not })) }));
        expect(is({ all: parts })).toBe(parts.every(is));
      }),
    );
  });

  test('every tree within the limits is accepted as it is', () => {
    fc.assert(
      fc.property(tree, (filter) => {
        expect(Filter.parse(filter)).toEqual(filter);
      }),
    );
  });

  test.each([
    ['an unknown field', { field: 'salary', op: 'is', value: '1' }],
    ['an operator that the field does not have', { field: 'tags', op: 'before', value: '2026-01-01T00:00:00Z' }],
    ['a value of another kind', { field: 'level', op: 'in', value: 'vip' }],
    ['a duration that is none', { field: 'createdAt', op: 'within', value: '30 days' }],
    ['nothing to join', { all: [] }],
    ['two ways of joining', { all: [{ field: 'kind', op: 'is', value: 'company' }], any: [] }],
    ['a sixth level', { not: { not: { not: { not: { not: { field: 'kind', op: 'is', value: 'x' } } } } } }],
    [
      'more conditions than fifty',
      { all: Array.from({ length: 51 }, () => ({ field: 'kind', op: 'is', value: 'x' })) },
    ],
    ['no tree at all', 'level = vip'],
  ])('with %s is refused', (_, filter) => {
    expect(Filter.safeParse(filter).success).toBe(false);
  });

  test('however deep it is nested it is refused, not walked', () => {
    let deep: unknown = { field: 'kind', op: 'is', value: 'x' };
    for (let i = 0; i < 5_000; i += 1) deep = { not: deep };
    expect(Filter.safeParse(deep).success).toBe(false);
    let lists: unknown = [];
    for (let i = 0; i < 20_000; i += 1) lists = [lists];
    expect(Filter.safeParse({ all: lists }).success).toBe(false);
    expect(Filter.safeParse({ all: Array.from({ length: 200_000 }, () => 1) }).success).toBe(false);
  });

  test('says whether the rows of a list are enough for it', () => {
    expect(needsItem({ field: 'level', op: 'is', value: 'vip' })).toBe(false);
    expect(needsItem({ not: { any: [{ field: 'tags', op: 'has', value: 'x' }] } })).toBe(true);
  });

  test('asks only for what the view shows: to filter by a field is to learn it', () => {
    const byLevel: Filter = { field: 'level', op: 'is', value: 'vip' };
    const byCity: Filter = { all: [byLevel, { field: 'address.city', op: 'is', value: '上海' }] };
    expect(() => assertMayAsk(byLevel, 'card', '/filter')).not.toThrow();
    expect(() => assertMayAsk(byCity, 'masked', '/filter')).not.toThrow();
    expect(() => assertMayAsk(byCity, 'card', '/filter')).toThrow('customers.field-not-seen');
    expect(() => assertMayAsk(byLevel, 'contacts', '/filter')).toThrow('customers.field-not-seen');
  });
});
