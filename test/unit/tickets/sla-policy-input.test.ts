import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alwaysOpen } from '#domain/tickets/calendar.ts';
import { policyOf } from '#domain/tickets/policy.ts';
import { deliveredPolicy } from '#domain/tickets/sla-policy.ts';
import { SlaPolicyInput } from '#domain/tickets/sla-policy-input.ts';

const refusals = (part: object) =>
  SlaPolicyInput.safeParse({ targets: { resolution: 'PT8H' }, ...part }).error?.issues.map(({ path, message }) => [
    path.join('/'),
    message,
  ]);
const rung = (after: string, ...notify: string[]) => ({ after, notify });

describe('a policy is refused', () => {
  test.each([
    ['with a target of no length', { targets: { resolution: 'PT0S' } }, 'targets/resolution', 'tickets.target-length'],
    ['with one of years', { targets: { survey: 'P367D' } }, 'targets/survey', 'tickets.target-length'],
    [
      'with a rung that comes with the one below it',
      { ladder: [rung('PT1H', 'assignee'), rung('PT60M', 'manager')] },
      'ladder',
      'tickets.ladder-not-rising',
    ],
    [
      'with a ladder that comes back to its beginning',
      { ladders: { survey: [rung('PT0S', 'assignee'), rung('PT1H', 'manager'), rung('PT2H', 'assignee')] } },
      'ladders/survey',
      'tickets.ladder-circular',
    ],
    ['for a level that cannot be one', { when: { levels: ['VIP!'] } }, 'when/levels/0', 'shared.slug'],
  ])('%s', (_, part, path, code) => {
    expect(refusals(part)).toEqual([[path, code]]);
  });
});

test('a ladder is taken just when each rung comes later than the one below it', () => {
  const names = ['assignee', 'manager', 'service-manager', 'head'];
  const minutes = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(minutes, (afters) => {
      const ladder = afters.map((after, i) => rung(`PT${after}M`, names[i] ?? ''));
      const isRising = new Set(afters).size === afters.length && afters.join() === afters.toSorted().join();
      expect(refusals({ ladder }) === undefined).toBe(isRising);
    }),
    { numRuns: 100 },
  );
});

test('left out, a policy is for everything, around the clock, with the usual ladder', () => {
  expect(SlaPolicyInput.parse({ targets: {} })).toEqual({
    ...{ when: {}, targets: {}, calendar: alwaysOpen.name },
    ...{ pauseOn: ['customer'], ladder: deliveredPolicy.ladder },
  });
});

test('a target left out is not promised', () => {
  const { targets } = policyOf({ ...deliveredPolicy, targets: { resolution: 'PT8H', survey: undefined } }, alwaysOpen);
  expect(targets).toEqual({ resolution: 8 * 3_600_000 });
});
