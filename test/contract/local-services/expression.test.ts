import { expect, test } from 'vitest';
import { nextRun } from '#local/events/expression.ts';

function runs(expression: string, zone: string, after: string, count: number): string[] {
  const found: string[] = [];
  for (
    let at = nextRun(expression, zone, Date.parse(after));
    at && found.length < count;
    at = nextRun(expression, zone, at)
  ) {
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

test('a rate falls on whole units whenever the system was started', () => {
  expect(runs('rate(1 minute)', 'UTC', '2026-03-06T12:00:31Z', 2)).toEqual(['2026-03-06T12:01', '2026-03-06T12:02']);
  expect(runs('rate(1 hour)', 'UTC', '2026-03-06T12:00:00Z', 2)).toEqual(['2026-03-06T13:00', '2026-03-06T14:00']);
  expect(runs('rate(1 day)', 'UTC', '2026-03-06T12:00:00Z', 1)).toEqual(['2026-03-07T00:00']);
});

test('a local time that the spring gap leaves out is not run that day', () => {
  expect(runs('cron(30 2 * * ? *)', 'America/New_York', '2026-03-06T12:00:00Z', 3)).toEqual([
    '2026-03-07T07:30',
    '2026-03-09T06:30',
    '2026-03-10T06:30',
  ]);
});

test('a local time that autumn has twice is run once', () => {
  expect(runs('cron(30 1 * * ? *)', 'America/New_York', '2026-10-31T12:00:00Z', 2)).toEqual([
    '2026-11-01T05:30',
    '2026-11-02T06:30',
  ]);
});

test.each([
  ['cron(0 9 L * ? *)', ['2026-03-31T09:00', '2026-04-30T09:00']],
  ['cron(0 9 ? * 2#1 *)', ['2026-04-06T09:00', '2026-05-04T09:00']],
  ['cron(0 9 ? * MON-FRI *)', ['2026-03-09T09:00', '2026-03-10T09:00']],
  ['cron(0 9 15W * ? 2026-2027)', ['2026-03-16T09:00', '2026-04-15T09:00']],
])('%s means what AWS means by it', (expression, expected) => {
  expect(runs(expression, 'UTC', '2026-03-06T12:00:00Z', 2)).toEqual(expected);
});

test('a single instant is run once, in its zone', () => {
  expect(runs('at(2026-07-08T09:00:00)', 'Asia/Shanghai', '2026-03-06T12:00:00Z', 2)).toEqual(['2026-07-08T01:00']);
});

test.each(['every minute', 'rate(0 minutes)', 'cron(* * * * *)', 'at(tomorrow)'])('%s is refused', (expression) => {
  expect(() => nextRun(expression, 'UTC', 0)).toThrow();
});
