import { describe, expect, test } from 'vitest';
import { alwaysOpen } from '#domain/tickets/calendar.ts';
import { policyOf } from '#domain/tickets/policy.ts';
import {
  asksForContracts,
  type Circumstances,
  deliveredPolicy,
  policyFor,
  type SlaPolicy,
} from '#domain/tickets/sla-policy.ts';

describe('the policy of a ticket', () => {
  const circumstances: Circumstances = { kind: 'complaint', severity: 'major', priority: 'high', level: 'vip' };
  const named = (name: string, when: SlaPolicy['when'] = {}, more: Partial<SlaPolicy> = {}): SlaPolicy => ({
    ...deliveredPolicy,
    name,
    when,
    ...more,
  });
  const chosen = (policies: SlaPolicy[], more: Partial<Circumstances> = {}) =>
    policyFor(policies, { ...circumstances, ...more }).name;

  test.each<[string, SlaPolicy[], string]>([
    ['none but the default', [], 'default'],
    ['one without conditions before the default', [deliveredPolicy, named('zz')], 'zz'],
    [
      'the most conditions',
      [named('a', { kinds: ['complaint'] }), named('b', { kinds: ['complaint'], levels: ['vip'] })],
      'b',
    ],
    ['the first by name', [named('b', { levels: ['vip'] }), named('a', { kinds: ['complaint'] })], 'a'],
    ['the first by name, in whatever order', [named('a'), named('b')], 'a'],
    [
      'none whose condition does not hold',
      [named('a', { kinds: ['fault'] }), named('b', { levels: ['key'] })],
      'default',
    ],
    ['none that is out of use', [named('a', {}, { archivedAt: '2026-11-22T00:00:00.000Z' })], 'default'],
    [
      'a service contract before any number of conditions',
      [
        named('a', { kinds: ['complaint'], levels: ['vip'], severities: ['major'] }),
        named('b', { contracts: ['service'] }),
      ],
      'b',
    ],
  ])('is %s', (_, policies, name) => {
    expect(chosen(policies, { contracts: ['sales', 'service'] })).toBe(name);
  });

  test('asks for contracts only where a policy in use does', () => {
    const policies = [named('a', { contracts: ['service'] })];
    expect(chosen(policies, { contracts: ['sales'] })).toBe('default');
    expect(chosen(policies)).toBe('default');
    expect(asksForContracts(policies)).toBe(true);
    expect(
      asksForContracts([deliveredPolicy, named('a', { contracts: [] }, { archivedAt: '2026-11-22T00:00:00.000Z' })]),
    ).toBe(false);
  });

  test('may have a ladder for each target', () => {
    const own = [{ after: 'PT1H', notify: ['head'] }];
    const made = policyOf({ ...deliveredPolicy, ladders: { resolution: own } }, alwaysOpen);
    expect(made.ladderOf('resolution')).toEqual(own);
    expect(made.ladderOf('survey')).toEqual(deliveredPolicy.ladder);
  });
});
