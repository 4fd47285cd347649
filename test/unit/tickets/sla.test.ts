import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '#domain/shared/error.ts';
import { atTime, dayMs, hourMs, minuteMs } from '#domain/shared/time.ts';
import { alwaysOpen } from '#domain/tickets/calendar.ts';
import { currentPromises, nameOf, promisesOf } from '#domain/tickets/clock.ts';
import { hoursOf } from '#domain/tickets/hours.ts';
import { defaultPolicy, type Policy, policyOf } from '#domain/tickets/policy.ts';
import { segmentsOf } from '#domain/tickets/segments.ts';
import { type Sla, slaOf, slaUnder } from '#domain/tickets/sla.ts';
import {
  asksForContracts,
  type Circumstances,
  deliveredPolicy,
  policyFor,
  type SlaPolicy,
} from '#domain/tickets/sla-policy.ts';
import { standingOf, stateOf } from '#domain/tickets/standing.ts';
import type { Target } from '#domain/tickets/target.ts';
import type { Happening, Ticket } from '#domain/tickets/ticket.ts';
import { calendarOf, shanghai } from './calendars.ts';
import { agent, type Move, moves, opened } from './given.ts';

const berlin = calendarOf({
  zone: 'Europe/Berlin',
  weekly: { mon: [['22:00', '06:00']], thu: [['08:00', '16:00']], sat: [['00:00', '24:00']] },
  holidays: 'DE',
});
const hoursFound = { office: hoursOf(shanghai), berlin: hoursOf(berlin), always: hoursOf(alwaysOpen) };
const office = hoursFound.office;

function policy(targets: Policy['targets'], more: Partial<Policy> = {}): Policy {
  return { ...defaultPolicy, hours: office, targets, ...more };
}

const at = (local: string) => atTime(local.slice(0, 10), local.slice(11), 'Asia/Shanghai').getTime();
const happening = (type: Happening['type'], local: string, more: Partial<Happening> = {}): Happening => ({
  type,
  at: new Date(at(local)).toISOString(),
  by: agent,
  ...more,
});
const lived = (...history: Happening[]): Ticket => opened({ history });
const byOf = (ticket: Ticket, sla: Sla, name: string) => {
  const promise = currentPromises(ticket, sla).find((each) => nameOf(each) === name);
  const { by } = promise === undefined ? {} : standingOf(promise);
  return by;
};

describe('what is promised', () => {
  const all = slaUnder(
    policy({
      firstResponse: 2 * hourMs,
      nextResponse: hourMs,
      resolution: 8 * hourMs,
      resultNotice: 4 * hourMs,
      survey: 22.5 * hourMs,
    }),
  );

  test('each question after the first answer is a promise of its own, from the first that is not answered', () => {
    const ticket = lived(
      happening('opened', '2026-11-23T09:00'),
      happening('asked', '2026-11-23T09:10'),
      happening('answered', '2026-11-23T09:30'),
      happening('asked', '2026-11-23T10:00'),
      happening('asked', '2026-11-23T10:30'),
      happening('answered', '2026-11-23T10:45'),
      happening('asked', '2026-11-23T11:30'),
    );
    const asked = currentPromises(ticket, all).filter(({ target }) => target === 'nextResponse');
    expect(asked.map(nameOf)).toEqual(['nextResponse', 'nextResponse-2']);
    expect(asked.map((each) => standingOf(each).by)).toEqual([at('2026-11-23T11:00'), at('2026-11-23T14:00')]);
    expect(asked.map(({ metAt }) => metAt)).toEqual([at('2026-11-23T10:45'), undefined]);
  });

  test('a question ends the wait for the customer', () => {
    const ticket = lived(
      happening('opened', '2026-11-23T09:00'),
      happening('answered', '2026-11-23T09:30'),
      happening('waited', '2026-11-23T10:00', { for: 'customer' }),
      happening('asked', '2026-11-23T11:00'),
    );
    expect(byOf(ticket, all, 'resolution')).toBe(at('2026-11-24T10:30'));
    expect(byOf(ticket, all, 'nextResponse')).toBe(at('2026-11-23T12:00'));
  });

  test('the notice of the result is given with the mail, else later, and the verdict answers the survey', () => {
    const solved = happening('resolved', '2026-11-23T11:00');
    const states = (...history: Happening[]) =>
      Object.fromEntries(
        currentPromises(lived(happening('opened', '2026-11-23T09:00'), ...history), all)
          .filter(({ target }) => target === 'resultNotice' || target === 'survey')
          .map((each) => [each.target, stateOf(each, at('2026-11-24T11:00'))]),
      );
    expect(states({ ...solved, via: 'email' })).toEqual({ resultNotice: 'met', survey: 'running' });
    expect(states(solved)).toEqual({ resultNotice: 'breached', survey: 'running' });
    expect(states(solved, happening('notified', '2026-11-23T14:00'))).toMatchObject({ resultNotice: 'met' });
    expect(states(solved, happening('surveyed', '2026-11-24T10:00'))).toMatchObject({ survey: 'met' });
    expect(states(solved, happening('satisfied', '2026-11-23T14:00'))).toEqual({ resultNotice: 'met', survey: 'met' });
  });

  test('what was still owed of a cycle ends with the next', () => {
    const ticket = lived(
      happening('opened', '2026-11-23T09:00'),
      happening('resolved', '2026-11-23T10:00'),
      happening('reopened', '2026-11-23T11:00'),
    );
    const first = promisesOf(ticket.history, all).filter(({ cycle, target }) => cycle === 1 && target === 'survey');
    expect(first.map(({ droppedAt }) => droppedAt)).toEqual([at('2026-11-23T11:00')]);
  });
});

const term = { policy: 'x', version: 1, calendar: 'office', calendarVersion: 1 };
const from = (local: string) => ({ from: new Date(at(local)).toISOString() });

describe('another policy', () => {
  const long = policy({ resolution: 8 * hourMs });
  const short = policy({ resolution: 2 * hourMs });
  const ticket = lived(happening('opened', '2026-11-23T09:00'));
  const changed = (first: Policy, local: string, second: Policy) =>
    slaOf([
      { term, policy: first },
      { term: { ...term, ...from(local) }, policy: second },
    ]);

  test.each([
    ['shorter, in time: what was used up stays used', long, '2026-11-23T10:00', short, '2026-11-23T11:00'],
    ['longer: likewise', short, '2026-11-23T10:00', long, '2026-11-24T09:30'],
    ['shorter and used up already: due at the change', long, '2026-11-23T12:00', short, '2026-11-23T12:00'],
    ['longer, after the shorter was broken: no longer broken', short, '2026-11-23T12:00', long, '2026-11-24T09:30'],
    ['shorter, after the longer was broken: broken when it was', long, '2026-11-24T12:00', short, '2026-11-24T09:30'],
    [
      'in other hours: what was used up in the old ones stays used',
      long,
      '2026-11-23T18:00',
      policy({ resolution: 8 * hourMs }, { hours: hoursFound.always }),
      '2026-11-23T18:30',
    ],
    ['that is the first to promise it', policy({}), '2026-11-23T14:00', short, '2026-11-23T14:00'],
  ])('%s', (_, first, local, second, due) => {
    expect(byOf(ticket, changed(first, local, second), 'resolution')).toBe(at(due));
  });

  test('changed again, the promise stays due where it fell due', () => {
    const sla = slaOf([
      { term, policy: long },
      { term: { ...term, ...from('2026-11-23T12:00') }, policy: short },
      { term: { ...term, ...from('2026-11-23T14:00') }, policy: policy({ resolution: hourMs }) },
    ]);
    expect(byOf(ticket, sla, 'resolution')).toBe(at('2026-11-23T12:00'));
  });

  test('that promises less leaves the target away, and what was answered before as it was', () => {
    const answered = lived(happening('opened', '2026-11-23T09:00'), happening('resolved', '2026-11-23T10:00'));
    const sla = changed(short, '2026-11-23T11:00', policy({}));
    expect(currentPromises(ticket, sla)).toEqual([]);
    expect(byOf(answered, sla, 'resolution')).toBe(at('2026-11-23T11:00'));
  });

  test('shows in the account from when on it counted', () => {
    const [promise] = currentPromises(ticket, changed(long, '2026-11-23T10:00', short));
    if (promise === undefined) throw new Error('nothing is promised');
    expect(segmentsOf(promise, at('2026-11-23T11:00')).map(({ kind, cause }) => [kind, cause])).toEqual([
      ['counted', 'opened'],
      ['counted', 'policy-changed'],
    ]);
  });
});

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
      [named('a', { kinds: ['fault'] }), named('b', { grades: ['A'] })],
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

const stories = fc.array(
  fc.tuple(fc.constantFrom(...(Object.keys(moves) as Move[])), fc.integer({ min: 0, max: 3000 })),
  { maxLength: 15 },
);

function told(story: readonly (readonly [Move, number])[]): { ticket: Ticket; now: number } {
  let ticket = opened();
  let now = Date.parse(ticket.history[0]?.at ?? '');
  for (const [move, wait] of story) {
    now += wait * minuteMs;
    try {
      ticket = moves[move](ticket, { by: agent, now: new Date(now) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return { ticket, now: now + 7 * dayMs };
}

const hours = fc.constantFrom(...Object.values(hoursFound));
const targetSets = fc.record({
  firstResponse: fc.integer({ min: 1, max: 40 * 60 }),
  resolution: fc.integer({ min: 1, max: 90 * 60 }),
});
const policies = fc
  .record({ hours, targets: targetSets, pauseOn: fc.constantFrom(['customer'], ['customer', 'third-party'], []) })
  .map(({ hours: open, targets, pauseOn }) =>
    policy(
      { firstResponse: targets.firstResponse * minuteMs, resolution: targets.resolution * minuteMs },
      { hours: open, pauseOn: pauseOn as Policy['pauseOn'] },
    ),
  );
const slas = fc
  .tuple(policies, fc.array(fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.boolean(), policies), { maxLength: 3 }))
  .map(([first, later]): Sla => {
    const begin = Date.parse(opened().history[0]?.at ?? '');
    const sorted = later.toSorted(([a], [b]) => a - b);
    return slaOf([
      { term, policy: first },
      ...sorted.map(([minutes, anew, next]) => ({
        term: {
          ...term,
          from: new Date(begin + minutes * minuteMs).toISOString(),
          ...(anew ? { anew: true as const } : {}),
        },
        policy: next,
      })),
    ]);
  });

describe('whatever happens, under whatever policies and calendars', () => {
  test('the same versions give the same bytes, and segments cover a promise’s time without gap', () => {
    fc.assert(
      fc.property(stories, slas, (story, sla) => {
        const { ticket, now } = told(story);
        const account = () =>
          promisesOf(ticket.history, sla).map((promise) => ({
            standing: standingOf(promise),
            end: promise.reopenedAt ?? promise.metAt ?? promise.droppedAt ?? now,
            startedAt: promise.startedAt,
            segments: segmentsOf(promise, now),
          }));
        expect(JSON.stringify(account())).toBe(JSON.stringify(account()));
        for (const { segments, startedAt, end } of account()) {
          let next = startedAt;
          for (const segment of segments) {
            expect(segment.from).toBe(next);
            expect(segment.to).toBeGreaterThan(segment.from);
            next = segment.to;
          }
          expect(next).toBe(end);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('under one policy a deadline lies where as much was counted as the target allows', () => {
    fc.assert(
      fc.property(stories, policies, (story, only) => {
        const { ticket } = told(story);
        for (const promise of currentPromises(ticket, slaUnder(only))) {
          const { by } = standingOf(promise);
          if (by === undefined || promise.metAt !== undefined || promise.droppedAt !== undefined) continue;
          const counted = segmentsOf(promise, by).filter(({ kind, from: begin }) => kind === 'counted' && begin < by);
          expect(counted.reduce((sum, piece) => sum + Math.min(piece.to, by) - piece.from, 0)).toBe(promise.allowedMs);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a longer target of the present policy is never due earlier', () => {
    fc.assert(
      fc.property(stories, slas, fc.integer({ min: 0, max: 9000 }), (story, sla, more) => {
        const { ticket } = told(story);
        const target: Target = 'resolution';
        const due = (each: Sla) => byOf(ticket, each, target) ?? Number.POSITIVE_INFINITY;
        const last = sla.policy;
        const longer = {
          ...last,
          targets: { ...last.targets, resolution: (last.targets.resolution ?? 0) + more * minuteMs },
        };
        const terms = sla.terms.map((each, i) => (i === sla.terms.length - 1 ? { ...each, policy: longer } : each));
        expect(due({ terms, policy: longer })).toBeGreaterThanOrEqual(due(sla));
      }),
      { numRuns: 100 },
    );
  });

  test('a pause never makes a deadline earlier, and none at all later outside the hours', () => {
    const begin = Date.parse(opened().history[0]?.at ?? '');
    const minutes = fc.integer({ min: 1, max: 6000 });
    fc.assert(
      fc.property(policies, minutes, minutes, (only, wait, length) => {
        const sla = slaUnder({ ...only, pauseOn: ['customer'] });
        const when = (each: number) => ({ by: agent, now: new Date(begin + each * minuteMs) });
        const paused = moves.resumed(moves.waits(opened(), when(wait)), when(wait + length));
        const [due, plain] = [byOf(paused, sla, 'resolution') ?? 0, byOf(opened(), sla, 'resolution') ?? 0];
        expect(due).toBeGreaterThanOrEqual(plain);
        const openMs = only.hours.worked(begin + wait * minuteMs, begin + (wait + length) * minuteMs);
        if (openMs === 0) expect(due).toBe(plain);
      }),
      { numRuns: 200 },
    );
  });
});
