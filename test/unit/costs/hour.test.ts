import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumsOf, totalsOf } from '#domain/costs/hour.ts';
import { formatUsd, priceOfUsage } from '#domain/shared/prices.ts';

const record = (n: number, more = {}) => ({
  kind: 'cost' as const,
  timestamp: '2026-11-22T01:02:03.000Z',
  context: 'customers',
  route: 'getCustomer',
  requestId: `api-${n}`,
  invocationId: `lambda-${n}`,
  usage: { apiRequests: 1, lambdaRequests: 1, gbSeconds: 0.5, readUnits: 0.5 },
  ...more,
});

describe('the sums of an hour', () => {
  test('count each invocation once, in whatever order and however often its record came', () => {
    const numbers = fc.array(fc.nat(20), { minLength: 1 });
    fc.assert(
      fc.property(numbers, (list) => {
        const sums = sumsOf(
          list.map((n) => record(n)),
          [],
        );
        const context = sums.find(({ dimension }) => dimension === 'context');
        expect(context?.requests).toBe(new Set(list).size);
        expect(context?.usage.readUnits).toBeCloseTo(new Set(list).size * 0.5);
      }),
    );
  });
  test('take what Lambda bills instead of what the function measured of itself', () => {
    const metrics = { billedDurationMs: 1000, memorySizeMB: 512 };
    const report = { type: 'platform.report' as const, time: '', record: { requestId: 'lambda-1', metrics } };
    expect(sumsOf([record(1)], [report])[0]?.usage.gbSeconds).toBe(0.5);
    expect(sumsOf([record(1, { usage: { gbSeconds: 9 } })], [report])[0]?.usage.gbSeconds).toBe(0.5);
  });
  test('charge the object that caused the work, and no object where none is known', () => {
    const sums = sumsOf([record(1, { cause: 'cus_1' }), record(2)], []);
    expect(sums.filter(({ dimension }) => dimension === 'object')).toMatchObject([{ key: 'cus_1', requests: 1 }]);
    expect(sums.find(({ dimension }) => dimension === 'route')).toMatchObject({
      key: 'customers.getCustomer',
      requests: 2,
    });
  });
});

test('totals over hours are the sum of the hours, dearest first', () => {
  const sum = (key: string, writeUnits: number) => ({
    dimension: 'route' as const,
    key,
    requests: 1,
    usage: { writeUnits },
  });
  expect(totalsOf([sum('a', 1), sum('b', 3), sum('a', 1)])).toEqual([
    { key: 'b', requests: 1, usage: { writeUnits: 3 } },
    { key: 'a', requests: 2, usage: { writeUnits: 2 } },
  ]);
});

test('one read unit is still visible in a price', () => {
  expect(formatUsd(priceOfUsage({ readUnits: 1 }).usd)).toBe('0.000000125');
});
