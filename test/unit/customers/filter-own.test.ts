import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldValue } from '#domain/customers/field.ts';
import { holdsOwn, type OwnCondition, ownSchemaOf } from '#domain/customers/filter-own.ts';

const asks = (op: string, value: unknown) => ({ field: 'fields.x', op, value }) as OwnCondition;
const holds = (op: string, value: unknown, known?: FieldValue) =>
  holdsOwn(asks(op, value), known === undefined ? {} : { x: known });
const cny = (minor: number) => ({ minor, currency: 'CNY' }) as const;

describe('a condition on a field of the company’s own', () => {
  test.each<[string, unknown, FieldValue, FieldValue]>([
    ['is', 'Gold', 'gold', 'silver'],
    ['is', 3, 3, 4],
    ['is-not', 'Gold', 'silver', 'GOLD'],
    ['in', ['a', 'b'], 'a', 'c'],
    ['in', ['a', 'b'], 'b', ['a']],
    ['not-in', ['a', 'b'], 'c', 'a'],
    ['contains', 'OL', 'gold', 'silver'],
    ['contains', '1', '21', 21],
    ['starts-with', 'Go', 'gold', 'old gold'],
    ['starts-with', '2', '21', 21],
    ['has', 'a', ['a', 'b'], ['b']],
    ['has', 'a', ['a'], 'a'],
    ['has-not', 'a', ['b'], ['a', 'b']],
    ['before', '2026-11-22', '2026-11-21', '2026-11-22'],
    ['after', '2026-11-22', '2026-11-23', '2026-11-22'],
    ['before', '2026-11-22', '2026-11-21', 1],
    ['after', '2026-11-22', '2026-11-23', 1],
    ['at-least', 3, 3, 2],
    ['at-most', 3, 3, 4],
    ['at-least', cny(300), cny(300), cny(299)],
    ['at-most', cny(300), cny(300), cny(301)],
    ['at-least', cny(300), cny(300), { minor: 999, currency: 'USD' }],
    ['at-most', cny(300), cny(300), { minor: 1, currency: 'USD' }],
    ['at-most', cny(300), cny(300), 1],
    ['at-most', cny(300), cny(300), ['a']],
    ['at-least', 3, 3, cny(300)],
  ])('%s %j holds for %j and not for %j', (op, value, known, other) => {
    expect([holds(op, value, known), holds(op, value, other)]).toEqual([true, false]);
  });

  test('of whom nothing is known holds if it denies, and asks whether something is', () => {
    const denying = [holds('is-not', 'a'), holds('not-in', ['a']), holds('has-not', 'a')];
    expect(denying).toEqual([true, true, true]);
    for (const op of ['is', 'contains', 'starts-with', 'has', 'before', 'after', 'at-least', 'at-most']) {
      expect(holdsOwn(asks(op, 'a'))).toBe(false);
    }
    expect([holds('in', ['a']), holds('is-set', true), holds('is-set', false)]).toEqual([false, false, true]);
    expect([holds('is-set', true, 0), holds('is-set', false, 0)]).toEqual([true, false]);
  });

  test('and its denial never hold together, nor does either fail with the other', () => {
    const known = fc.option(fc.constantFrom<FieldValue>('a', 'B', 'ab'), { nil: undefined });
    const pairs = fc.constantFrom(['is', 'is-not', 'A'], ['in', 'not-in', ['a', 'B']]);
    fc.assert(
      fc.property(pairs, known, ([op, denial, value], said) => {
        expect(holds(denial as string, value, said)).toBe(!holds(op as string, value, said));
      }),
      { numRuns: 50 },
    );
    for (const list of [undefined, ['a'], ['b']]) expect(holds('has-not', 'a', list)).toBe(!holds('has', 'a', list));
  });
});

test.each<[string, unknown, boolean]>([
  ['is-set', true, true],
  ['is-set', 'a', false],
  ['in', ['a'], true],
  ['not-in', [], false],
  ['at-least', 3, true],
  ['at-most', '3', false],
  ['is', 3, true],
  ['is', 'a', true],
  ['has', true, false],
])('%s with %j is a condition: %s', (op, value, isOne) => {
  expect(ownSchemaOf({ op, value }).safeParse(asks(op, value)).success).toBe(isOne);
});
