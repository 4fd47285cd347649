import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '#domain/shared/error.ts';
import { hourMs, minuteMs } from '#domain/shared/time.ts';
import { currentPromises, isOwed, promisesOf } from '#domain/tickets/clock.ts';
import { toIsoDuration } from '#domain/tickets/duration.ts';
import { defaultPolicy } from '#domain/tickets/policy.ts';
import { segmentsOf } from '#domain/tickets/segments.ts';
import { deliveredSla, slaUnder } from '#domain/tickets/sla.ts';
import { nextDueAt, standingOf, stateOf, wasDropped } from '#domain/tickets/standing.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { agent, hour, type Move, moves, opened, start, told } from './given.ts';

function promised(ticket: Ticket, target: 'firstResponse' | 'resolution') {
  const promise = currentPromises(ticket, deliveredSla).find((each) => each.target === target);
  if (promise === undefined) throw new Error(`${target} is not promised`);
  return promise;
}

const hoursUntil = (ticket: Ticket, target: 'firstResponse' | 'resolution') => {
  const { by } = standingOf(promised(ticket, target));
  return by === undefined ? undefined : (by - start) / hourMs;
};

describe('the default policy', () => {
  test('promises an answer within 24 hours and a solution within 48', () => {
    expect(hoursUntil(opened(), 'firstResponse')).toBe(24);
    expect(hoursUntil(opened(), 'resolution')).toBe(48);
    expect(nextDueAt(opened(), deliveredSla)).toBe(hour(24).toISOString());
  });

  test('waiting for the customer lengthens the solution by the wait and never the first response', () => {
    const ticket = told(['waits', 10], ['resumed', 15]);
    expect(hoursUntil(ticket, 'firstResponse')).toBe(24);
    expect(hoursUntil(ticket, 'resolution')).toBe(53);
  });

  test('waiting for a third party does not pause', () => {
    expect(hoursUntil(told(['waitsForOthers', 10], ['resumed', 15]), 'resolution')).toBe(48);
  });

  test('while paused there is no instant, but what remains', () => {
    const paused = promised(told(['answered', 1], ['waits', 10]), 'resolution');
    expect(standingOf(paused)).toEqual({ leftMs: 38 * hourMs });
    expect(stateOf(paused, hour(900).getTime())).toBe('paused');
    expect(nextDueAt(told(['answered', 1], ['waits', 10]), deliveredSla)).toBeUndefined();
  });

  test('a pause that begins when the target is used up comes too late', () => {
    const late = promised(told(['waits', 48]), 'resolution');
    expect(standingOf(late).by).toBe(hour(48).getTime());
    expect(stateOf(late, hour(49).getTime())).toBe('breached');
  });

  test('an answer at the very instant is in time, one a moment later is not', () => {
    const inTime = promised(told(['answered', 24]), 'firstResponse');
    const late = promised(told(['answered', 24.001]), 'firstResponse');
    expect(stateOf(inTime, hour(30).getTime())).toBe('met');
    expect(stateOf(late, hour(30).getTime())).toBe('breached');
  });

  test('a promise is broken at its instant, not before', () => {
    const promise = promised(opened(), 'firstResponse');
    expect(stateOf(promise, hour(24).getTime() - 1)).toBe('running');
    expect(stateOf(promise, hour(24).getTime())).toBe('breached');
  });

  test('a solution is an answer too', () => {
    const ticket = told(['resolved', 3]);
    expect(promised(ticket, 'firstResponse').metAt).toBe(hour(3).getTime());
    expect(promised(ticket, 'resolution').metAt).toBe(hour(3).getTime());
  });

  test('a solution given while waiting ends the pause', () => {
    const ticket = told(['waits', 10], ['resolved', 60]);
    expect(stateOf(promised(ticket, 'resolution'), hour(99).getTime())).toBe('met');
  });

  test('a reopening begins a cycle with deadlines of its own; the old cycle keeps its figures', () => {
    const ticket = told(['resolved', 3], ['reopened', 100]);
    expect(hoursUntil(ticket, 'resolution')).toBe(148);
    const first = promisesOf(ticket.history, deliveredSla).filter(({ cycle }) => cycle === 1);
    expect(first.map(({ metAt }) => metAt)).toEqual([hour(3).getTime(), hour(3).getTime()]);
  });

  test('a ticket that is withdrawn in time owes nothing; one withdrawn late has broken its promise', () => {
    const early = promised(told(['withdrawn', 5]), 'resolution');
    const late = promised(told(['withdrawn', 50]), 'resolution');
    expect([isOwed(early), wasDropped(early)]).toEqual([false, true]);
    expect(wasDropped(late)).toBe(false);
    expect(wasDropped(promised(opened(), 'resolution'))).toBe(false);
    expect(stateOf(late, hour(60).getTime())).toBe('breached');
    expect(wasDropped(promised(told(['waits', 1], ['withdrawn', 50]), 'resolution'))).toBe(true);
  });

  test('a target left out is not promised', () => {
    const policy = slaUnder({ ...defaultPolicy, targets: { resolution: 8 * hourMs } });
    expect(currentPromises(opened(), policy).map(({ target }) => target)).toEqual(['resolution']);
    expect(nextDueAt(opened(), slaUnder({ ...defaultPolicy, targets: {} }))).toBeUndefined();
  });
});

/** Any story that the rules allow: what they refuse simply does not happen. */
const stories = fc.array(
  fc.tuple(fc.constantFrom(...(Object.keys(moves) as Move[])), fc.integer({ min: 0, max: 3000 })),
  { maxLength: 25 },
);

function lived(story: readonly (readonly [Move, number])[]): { ticket: Ticket; now: Date } {
  let ticket = opened();
  let minutes = 0;
  for (const [move, wait] of story) {
    minutes += wait;
    try {
      ticket = moves[move](ticket, { by: agent, now: new Date(start + minutes * minuteMs) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return { ticket, now: new Date(start + (minutes + 1) * minuteMs) };
}

/** From what ended each cycle to the reopening, as its history tells it. */
function closures({ history }: Ticket): (readonly [number, number])[] {
  const times: (readonly [number, number])[] = [];
  let endedAt: number | undefined;
  for (const { type, at } of history) {
    if (type === 'resolved' || type === 'closed') endedAt ??= Date.parse(at);
    if (type === 'reopened' && endedAt !== undefined) {
      times.push([endedAt, Date.parse(at)]);
      endedAt = undefined;
    }
  }
  return times;
}

describe('whatever happens to a ticket', () => {
  test('the same happenings give the same bytes', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const { ticket, now } = lived(story);
        const again = structuredClone(ticket);
        const account = (each: Ticket) =>
          JSON.stringify(
            promisesOf(each.history, deliveredSla).map((promise) => [
              promise,
              standingOf(promise),
              segmentsOf(promise, now.getTime()),
            ]),
          );
        expect(account(again)).toBe(account(ticket));
      }),
    );
  });

  test('the segments of a promise cover its time without gap or overlap, and add up exactly', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const { ticket, now } = lived(story);
        for (const promise of promisesOf(ticket.history, deliveredSla)) {
          const end = promise.reopenedAt ?? promise.metAt ?? promise.droppedAt ?? now.getTime();
          let from = promise.startedAt;
          for (const segment of segmentsOf(promise, now.getTime())) {
            expect(segment.from).toBe(from);
            expect(segment.to).toBeGreaterThan(segment.from);
            from = segment.to;
          }
          expect(from).toBe(end);
        }
      }),
    );
  });

  test('the solution’s accounts of all cycles are the ticket’s whole life, and closed is exactly from its end to the reopening', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const { ticket, now } = lived(story);
        const accounts = promisesOf(ticket.history, deliveredSla).filter(({ target }) => target === 'resolution');
        const segments = accounts.flatMap((promise) => segmentsOf(promise, now.getTime()));
        expect(segments.slice(1).map(({ from }) => from)).toEqual(segments.slice(0, -1).map(({ to }) => to));
        expect(segments.filter(({ kind }) => kind === 'closed').map(({ from, to }) => [from, to])).toEqual(
          closures(ticket).filter(([from, to]) => to > from),
        );
      }),
    );
  });

  test('a deadline lies where so much time was counted as the target allows', () => {
    fc.assert(
      fc.property(stories, (story) => {
        for (const promise of promisesOf(lived(story).ticket.history, deliveredSla)) {
          const { by } = standingOf(promise);
          if (by === undefined || promise.metAt !== undefined || promise.droppedAt !== undefined) continue;
          const counted = segmentsOf(promise, by)
            .filter(({ kind, from }) => kind === 'counted' && from < by)
            .reduce((sum, { from, to }) => sum + Math.min(to, by) - from, 0);
          expect(counted).toBe(promise.allowedMs);
        }
      }),
    );
  });

  test('a pause never makes a deadline earlier', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6000 }),
        fc.integer({ min: 0, max: 6000 }),
        fc.integer({ min: 1, max: 6000 }),
        (first, length, target) => {
          const policy = slaUnder({ ...defaultPolicy, targets: { resolution: target * minuteMs } });
          const at = (minutes: number) => ({ by: agent, now: new Date(start + minutes * minuteMs) });
          const paused = moves.resumed(moves.waits(opened(), at(first)), at(first + length));
          const due = (ticket: Ticket) =>
            currentPromises(ticket, policy).map((promise) => standingOf(promise).by ?? Number.POSITIVE_INFINITY);
          expect(due(paused)[0]).toBeGreaterThanOrEqual(due(opened())[0] ?? 0);
        },
      ),
    );
  });

  test('a longer target is never due earlier', () => {
    fc.assert(
      fc.property(
        stories,
        fc.integer({ min: 1, max: 9000 }),
        fc.integer({ min: 0, max: 9000 }),
        (story, short, more) => {
          const { ticket } = lived(story);
          const due = (minutes: number) =>
            currentPromises(ticket, slaUnder({ ...defaultPolicy, targets: { resolution: minutes * minuteMs } })).map(
              (promise) => standingOf(promise).by ?? Number.POSITIVE_INFINITY,
            );
          expect(due(short + more)[0]).toBeGreaterThanOrEqual(due(short)[0] ?? 0);
        },
      ),
    );
  });
});

test.each([
  [0, 'PT0S'],
  [24 * hourMs, 'PT24H'],
  [90 * minuteMs + 5250, 'PT1H30M5.25S'],
  [61_000, 'PT1M1S'],
])('%i ms are written %s', (ms, text) => {
  expect(toIsoDuration(ms)).toBe(text);
});
