import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultProfile, type WorkProfile, whyOffDuty } from '#domain/members/duty.ts';
import { type Candidate, canTakeMore, chosen, inOrder, ranked, weigh } from '#domain/tickets/assignment.ts';
import { manualQueue, skillsFor } from '#domain/tickets/queue.ts';
import { idOf } from '#test/world.ts';
import { opened } from './given.ts';

const free = (n: number, more: Partial<Candidate> = {}): Candidate => ({
  memberId: idOf('mem', n),
  skills: [],
  languages: [],
  territories: [],
  capacity: 10,
  open: 0,
  ...more,
});
const nothing = { skills: [] };

describe('who gets a ticket', () => {
  test('in turn: of any run of arrivals nobody gets two more than another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(1000), fc.nat(200), (agents, from, arrivals) => {
        const all = Array.from({ length: agents }, (_, n) => free(n + 1));
        const given = new Map(all.map(({ memberId }) => [memberId, 0]));
        for (let i = 0; i < arrivals; i += 1) {
          const to = chosen(all, nothing, 'round-robin', from + i) ?? '';
          given.set(to, (given.get(to) ?? 0) + 1);
        }
        const counts = [...given.values()];
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  test('more may be given to whoever is on duty and has room', () => {
    const all = [free(1), free(2, { open: 10 }), free(3, { away: 'off-duty' })];
    expect(all.map(canTakeMore)).toEqual([true, false, false]);
  });

  test('never somebody away, at capacity, without the skill or the language', () => {
    const away = fc.constantFrom(undefined, 'off-duty' as const, 'outside-hours' as const);
    const anyone = fc.record({
      away,
      open: fc.nat(12),
      skills: fc.subarray(['a', 'b']),
      languages: fc.subarray(['en', 'zh-CN']),
      territories: fc.subarray(['上海市', '北京市']),
    });
    const needs = { skills: ['a'], language: 'en', territory: '上海市' };
    fc.assert(
      fc.property(
        fc.array(anyone, { maxLength: 8 }),
        fc.constantFrom('round-robin', 'least-load'),
        fc.nat(50),
        (people, mode, turn) => {
          const all = people.map((each, n) => free(n + 1, each));
          const to = all.find(({ memberId }) => memberId === chosen(all, needs, mode as 'least-load', turn));
          const able = all.filter(
            (each) =>
              each.away === undefined &&
              each.open < each.capacity &&
              each.skills.includes('a') &&
              (each.languages.length === 0 || each.languages.includes('en')),
          );
          expect(to === undefined).toBe(able.length === 0);
          if (to !== undefined) expect(able).toContain(to);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('whoever is at home in the territory first, somebody else where nobody is', () => {
    const needs = { skills: [], territory: '上海市' };
    const [north, south] = [free(1, { territories: ['北京市'] }), free(2, { territories: ['上海市'] })];
    for (const turn of [0, 1, 2]) expect(chosen([north, south], needs, 'round-robin', turn)).toBe(south.memberId);
    expect(chosen([north], needs, 'round-robin', 0)).toBe(north.memberId);
    expect(chosen([], needs, 'least-load', 0)).toBeUndefined();
  });

  test('by load: the smallest share of his capacity', () => {
    const all = [free(1, { open: 3 }), free(2, { open: 4, capacity: 40 }), free(3, { open: 5 })];
    for (const turn of [0, 1, 2]) expect(chosen(all, nothing, 'least-load', turn)).toBe(idOf('mem', 2));
  });
});

test('a suggestion says what speaks for and against, those who can take it first', () => {
  const needs = { skills: ['电源'], language: 'zh-CN', territory: '上海市' };
  const expert = free(1, { skills: ['电源'], languages: ['zh-CN'], territories: ['上海市'], away: 'off-duty' });
  const full = free(2, { open: 10, languages: ['en'], territories: ['北京市'] });
  const able = free(3, { skills: ['电源'] });
  expect(ranked([full, expert, able], needs).map(({ candidate, fits }) => [candidate.memberId, fits])).toEqual([
    [able.memberId, true],
    [expert.memberId, false],
    [full.memberId, false],
  ]);
  expect(weigh(expert, needs)).toMatchObject({
    reasons: ['skill:电源', 'language', 'territory', 'room'],
    against: ['off-duty'],
  });
  expect(weigh(full, needs).against).toEqual(['at-capacity', 'skill:电源', 'language', 'territory']);
});

test('of equals who has less to do comes first, then by id: everybody is shown the same', () => {
  const people = fc.array(fc.record({ open: fc.nat(9), more: fc.nat(1) }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(people, (all) => {
      const shown = all.map(({ open, more }, n) => free(n + 1, { open: open * (1 + more), capacity: 10 * (1 + more) }));
      const order = ranked(shown, nothing);
      expect(ranked(shown.toReversed(), nothing)).toEqual(order);
      for (const [i, { candidate, score }] of order.slice(1).entries()) {
        const { candidate: before, score: beforeScore } = order[i] ?? { candidate, score };
        expect(beforeScore).toBeGreaterThanOrEqual(score);
        if (beforeScore !== score) continue;
        expect(before.open).toBeLessThanOrEqual(candidate.open);
        if (before.open === candidate.open) expect(before.memberId < candidate.memberId).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
  const two = [free(1), free(2)];
  expect([...two, free(3)].map((_, turn) => chosen(two.toReversed(), nothing, 'round-robin', turn))).toEqual(
    [1, 2, 1].map((n) => idOf('mem', n)),
  );
});

test('complaints come first, then the urgent, then what is due', () => {
  const row = (
    number: string,
    kind: 'complaint' | 'fault',
    priority: 'urgent' | 'high' | 'low',
    nextDueAt?: string,
  ) => ({
    ...{ number, kind, priority },
    ...(nextDueAt === undefined ? {} : { nextDueAt }),
  });
  const waiting = [
    row('1', 'fault', 'urgent'),
    row('2', 'fault', 'high', '2026-11-24T00:00:00.000Z'),
    row('3', 'fault', 'high', '2026-11-23T00:00:00.000Z'),
    row('4', 'complaint', 'low'),
    row('5', 'complaint', 'high'),
  ];
  expect(inOrder(waiting).map(({ number }) => number)).toEqual(['5', '4', '1', '3', '2']);
});

test('a skill is needed by kind, by category or by tag', () => {
  const rule = (skill: string, more: object) => ({ skill, kinds: [], categories: [], tags: [], ...more });
  const skills = [rule('a', { kinds: ['fault'] }), rule('b', { categories: ['电源'] }), rule('c', { tags: ['vpn'] })];
  const queue = { ...manualQueue(idOf('dep', 1)), skills };
  expect(skillsFor(queue, opened())).toEqual(['a']);
  expect(skillsFor(queue, opened({ kind: 'question', category: ['设备', '电源'], tags: ['vpn'] }))).toEqual(['b', 'c']);
});

describe('duty', () => {
  const hours: NonNullable<WorkProfile['hours']> = {
    mon: [
      ['09:00', '12:00'],
      ['13:30', '24:00'],
    ],
    tue: [['22:00', '06:00']],
  };
  const profile: WorkProfile = { ...defaultProfile(idOf('mem', 1)), hours };
  const why = (at: string, each: WorkProfile = profile) => whyOffDuty(each, 'Asia/Shanghai', new Date(`${at}+08:00`));

  test.each([
    ['2026-11-23T08:59:59', 'outside-hours'],
    ['2026-11-23T09:00:00', undefined],
    ['2026-11-23T12:00:00', 'outside-hours'],
    ['2026-11-23T23:59:59', undefined],
    ['2026-11-24T00:00:00', 'outside-hours'],
    ['2026-11-24T22:00:00', undefined],
    ['2026-11-25T05:59:59', undefined],
    ['2026-11-25T06:00:00', 'outside-hours'],
    ['2026-11-22T10:00:00', 'outside-hours'],
  ])('at %s (Shanghai): %s', (at, expected) => {
    expect(why(at)).toBe(expected);
  });

  test('whoever is off comes back by the instant that he named, or when he says so', () => {
    const since = '2026-11-23T01:00:00.000Z';
    const off = { ...defaultProfile(idOf('mem', 1)), offDuty: { since, until: '2026-11-23T04:00:00.000Z' } };
    expect(why('2026-11-23T11:59:59', off)).toBe('off-duty');
    expect(why('2026-11-23T12:00:00', off)).toBeUndefined();
    expect(why('2030-01-01T00:00:00', { ...off, offDuty: { since } })).toBe('off-duty');
  });
});
