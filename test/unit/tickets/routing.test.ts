import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { manualQueue, skillsFor } from '#domain/tickets/queue.ts';
import { type Arrival, type Rule, routedBy, weighed } from '#domain/tickets/routing.ts';
import { assertRules, RulesInput } from '#domain/tickets/routing-input.ts';
import { idOf } from '#test/world.ts';
import { opened } from './given.ts';

const [service, north] = [idOf('dep', 3), idOf('dep', 4)];
const rule = (name: string, when: Rule['when'] = {}, more: Partial<Rule> = {}): Rule => ({
  ...{ name, when, departmentId: service },
  ...more,
});
const arrival: Arrival = {
  kind: 'complaint',
  severity: 'major',
  priority: 'urgent',
  channel: 'phone',
  tags: ['电源', '保修'],
  level: 'vip',
  customerKind: 'company',
  territory: '上海市',
  language: 'zh-CN',
};
const all: Required<Rule['when']> = {
  kinds: ['complaint'],
  severities: ['major'],
  priorities: ['urgent', 'high'],
  channels: ['phone'],
  tags: ['保修'],
  levels: ['vip'],
  customerKinds: ['company'],
  territories: ['上海市'],
  languages: ['zh-CN'],
};
const conditions = Object.keys(all) as (keyof Rule['when'])[];
const everywhere = () => true;

describe('a rule', () => {
  test('takes a ticket that meets all of its conditions, and says which those are', () => {
    const routed = routedBy({ rules: [rule('all', all)], version: 7 }, arrival, everywhere);
    expect(routed).toEqual({ rule: 'all', version: 7, departmentId: service, because: conditions });
  });

  test.each(conditions)('leaves a ticket alone that fails its %s, and says so', (condition) => {
    const other = rule('other', { ...all, [condition]: ['something else'] });
    expect(weighed([other], arrival)).toEqual([
      { rule: other, met: conditions.filter((each) => each !== condition), unmet: [condition] },
    ]);
    expect(routedBy({ rules: [other], version: 1 }, arrival, everywhere)).toBeUndefined();
  });

  test('that asks for what is not known of the customer does not take the ticket', () => {
    const { level: _, territory: __, ...unknown } = arrival;
    expect(
      weighed([rule('x', { levels: ['vip'], territories: ['上海市'], kinds: ['complaint'] })], unknown),
    ).toMatchObject([{ met: ['kinds'], unmet: ['levels', 'territories'] }]);
  });

  test('asks for its skill in its own department, and no more once the ticket is elsewhere', () => {
    const routed = { rule: 'power', version: 1, departmentId: north, because: [], skill: '电源' };
    const queue = {
      ...manualQueue(north),
      skills: [{ skill: '保修', kinds: ['fault' as const], categories: [], tags: [] }],
    };
    expect(skillsFor(queue, opened({ departmentId: north, routed }))).toEqual(['电源', '保修']);
    expect(skillsFor(manualQueue(service), opened({ departmentId: service, routed }))).toEqual([]);
    expect(skillsFor(queue, opened({ departmentId: north, routed: { ...routed, skill: '保修' } }))).toEqual(['保修']);
  });
});

const some = fc.record(
  {
    kinds: fc.uniqueArray(fc.constantFrom('complaint', 'fault'), { minLength: 1 }),
    tags: fc.uniqueArray(fc.constantFrom('保修', '其他'), { minLength: 1 }),
    levels: fc.uniqueArray(fc.constantFrom('vip', 'normal'), { minLength: 1 }),
  },
  { requiredKeys: [] },
);
const ruleLists = fc
  .array(fc.tuple(some, fc.constantFrom(service, north)), { maxLength: 8 })
  .map((each) => each.map(([when, departmentId], i) => rule(`rule ${i}`, when, { departmentId })));

describe('the rules together', () => {
  test('give a ticket to the first that takes it; what stands behind that one changes nothing', () => {
    fc.assert(
      fc.property(ruleLists, ruleLists, (rules, more) => {
        const routed = routedBy({ rules, version: 1 }, arrival, everywhere);
        const first = weighed(rules, arrival).findIndex(({ unmet }) => unmet.length === 0);
        expect(routed?.rule).toBe(rules[first]?.name);
        const longer = routedBy({ rules: [...rules, ...more], version: 1 }, arrival, everywhere);
        if (routed !== undefined) expect(longer).toEqual(routed);
      }),
    );
  });

  test('a condition more never makes a rule take what it did not', () => {
    fc.assert(
      fc.property(some, some, (when, more) => {
        const takes = (conditions: Rule['when']) => weighed([rule('x', conditions)], arrival)[0]?.unmet.length === 0;
        if (takes({ ...more, ...when })) expect(takes(when)).toBe(true);
      }),
    );
  });

  test('pass over a rule whose department is gone', () => {
    const rules = [rule('gone', {}, { departmentId: north }), rule('next', { kinds: ['complaint'] })];
    expect(routedBy({ rules, version: 1 }, arrival, (id) => id !== north)?.rule).toBe('next');
    expect(routedBy({ rules, version: 1 }, arrival, () => false)).toBeUndefined();
  });
});

describe('rules that are put', () => {
  const faults = (...rules: object[]) => {
    try {
      assertRules(RulesInput.parse(rules), new Set([service]));
      return [];
    } catch (error) {
      return (error as { errors: { pointer: string; code: string }[] }).errors.map(({ pointer, code }) => [
        pointer,
        code,
      ]);
    }
  };
  const when = { kinds: ['fault'] };

  test('name departments that there are, each rule once, none behind one that takes every ticket: all faults at once', () => {
    const good = { name: 'a', departmentId: service, when };
    expect(faults(good, { name: 'b', departmentId: service })).toEqual([]);
    expect(
      faults({ ...good, departmentId: north }, { ...good, when: {} }, { name: 'c', departmentId: service, when }),
    ).toEqual([
      ['/rules/0/departmentId', 'tickets.unknown-department'],
      ['/rules/1/name', 'tickets.rule-twice'],
      ['/rules/2', 'tickets.rule-unreachable'],
    ]);
  });

  test('a condition names something: an empty list is refused', () => {
    expect(RulesInput.safeParse([{ name: 'a', departmentId: service, when: { kinds: [] } }]).success).toBe(false);
  });
});

test('the skill that a rule names goes with the ticket, and none where it names none', () => {
  const skilled = rule('skilled', {}, { skill: 'plc' });
  expect(routedBy({ rules: [skilled], version: 3 }, arrival, everywhere)).toMatchObject({ skill: 'plc' });
  expect(routedBy({ rules: [rule('plain')], version: 3 }, arrival, everywhere)).not.toHaveProperty('skill');
});
