import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hourMs } from '#domain/shared/time.ts';
import { handlingFigures, handlingMs, monthOf } from '#domain/tickets/handling-time.ts';
import { type Move, opened, told } from './given.ts';

const complaint = (...story: readonly (readonly [Move, number])[]) => ({
  ...told(...story),
  kind: 'complaint' as const,
});

test('a complaint takes from its opening to the solution that stands, whatever it waited for', () => {
  expect(handlingMs(complaint(['answered', 1], ['waits', 2], ['resumed', 9], ['resolved', 20]))).toBe(20 * hourMs);
  expect(handlingMs(complaint(['resolved', 3], ['reopened', 5], ['resolved', 30], ['closed', 40]))).toBe(30 * hourMs);
});

test('what is not solved, set aside, or no complaint has no time', () => {
  expect(handlingMs(complaint(['answered', 1]))).toBeUndefined();
  expect(handlingMs(complaint(['resolved', 3], ['reopened', 5]))).toBeUndefined();
  expect(handlingMs(complaint(['resolved', 3], ['withdrawn', 5]))).toBeUndefined();
  expect(handlingMs(complaint(['withdrawn', 5]))).toBeUndefined();
  expect(handlingMs(told(['resolved', 3]))).toBeUndefined();
  expect(handlingMs({ ...complaint(['resolved', 3]), history: [] })).toBeUndefined();
});

test('the average lies between the shortest and the longest, and 24 hours are still within', () => {
  expect(handlingFigures([])).toEqual({ solved: 0, withinDay: 0 });
  expect(handlingFigures([24 * hourMs, 24 * hourMs + 1]).withinDay).toBe(1);
  fc.assert(
    fc.property(fc.array(fc.nat(90 * 24 * hourMs), { minLength: 1, maxLength: 50 }), (times) => {
      const { averageMs = -1, solved, withinDay } = handlingFigures(times);
      expect(averageMs).toBeGreaterThanOrEqual(Math.min(...times));
      expect(averageMs).toBeLessThanOrEqual(Math.max(...times));
      expect([solved, withinDay <= solved]).toEqual([times.length, true]);
    }),
    { numRuns: 50 },
  );
});

test('its month is that of its number', () => {
  expect(monthOf(opened())).toBe('2026-11');
});
