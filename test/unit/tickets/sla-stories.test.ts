import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '#domain/shared/error.ts';
import { dayMs, minuteMs } from '#domain/shared/time.ts';
import { currentPromises, promisesOf } from '#domain/tickets/clock.ts';
import type { Policy } from '#domain/tickets/policy.ts';
import { segmentsOf } from '#domain/tickets/segments.ts';
import { type Sla, slaOf, slaUnder } from '#domain/tickets/sla.ts';
import { standingOf } from '#domain/tickets/standing.ts';
import type { Target } from '#domain/tickets/target.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { agent, type Move, moves, opened } from './given.ts';
import { byOf, hoursFound, policy, term } from './policies.ts';

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
