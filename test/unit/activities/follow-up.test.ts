import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cancel, change, complete, dueOf, type FollowUp, handOver, open } from '#domain/activities/follow-up.ts';
import { customerPart, customerPartOf, followUpIdFor } from '#domain/activities/follow-up-id.ts';
import { isBehind, nextStep, refOf, take } from '#domain/activities/reminder.ts';
import { FollowUpId } from '#domain/shared/ids.ts';
import { idOf } from '#test/world.ts';

const now = new Date('2026-11-22T01:00:00.000Z');
const dueAt = '2026-11-24T01:00:00.000Z';
const rep = idOf('mem', 1);

function followUp(more: { dueAt?: string; lead?: string } = {}): FollowUp {
  const due = dueOf({ dueAt: more.dueAt ?? dueAt }, 'Asia/Shanghai');
  return open(
    { id: idOf('fol', 1), customerId: idOf('cus', 1), ownerId: rep, subject: 'Call', lead: more.lead, ...due },
    rep,
    now,
  );
}

function taken(before: FollowUp, at: string): FollowUp {
  const step = take(before, new Date(at));
  if (step === undefined) throw new Error('nothing was to be said');
  return step.followUp;
}

describe('what is said of a follow-up', () => {
  test('its reminder comes at its instant less the lead, and 24 hours after its instant it is overdue, once', () => {
    const first = followUp({ lead: 'PT2H' });
    expect(nextStep(first)).toEqual({ step: 'due', at: '2026-11-23T23:00:00.000Z' });
    const reminded = taken(first, '2026-11-23T23:00:00.000Z');
    expect(nextStep(reminded)).toEqual({ step: 'overdue', at: '2026-11-25T01:00:00.000Z' });
    const overdue = taken(reminded, '2026-11-25T01:00:00.000Z');
    expect([nextStep(overdue), overdue.overdue]).toEqual([undefined, true]);
  });

  test('nothing is said early', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (ms) => {
        const first = followUp();
        const next = nextStep(first);
        expect(take(first, new Date(Date.parse(next?.at ?? '') - ms))).toBeUndefined();
      }),
    );
  });

  test('one that was entered for a time already gone is reminded of at once and overdue a day later', () => {
    const late = followUp({ dueAt: '2026-10-01T00:00:00.000Z' });
    expect(nextStep(late)?.at).toBe('2026-10-01T00:00:00.000Z');
    expect(nextStep(taken(late, now.toISOString()))?.at).toBe('2026-11-23T01:00:00.000Z');
    expect([isBehind(late), isBehind(followUp())]).toEqual([true, false]);
  });

  test('of one that is done or cancelled nothing is said', () => {
    expect(nextStep(complete(followUp(), undefined, rep, now))).toBeUndefined();
    expect(nextStep(cancel(followUp(), 'moved away', rep, now))).toBeUndefined();
  });
});

describe('moving it', () => {
  const later = dueOf({ dueAt: '2026-12-01T01:00:00.000Z' }, 'Asia/Shanghai');

  test('before its reminder keeps the reference; after it the reminder comes again under a new one', () => {
    const early = change(followUp(), { due: later }, rep, now);
    expect(refOf(early, 'due')).toBe(`${idOf('fol', 1)}#due`);

    const moved = change(taken(followUp(), dueAt), { due: later }, rep, new Date(dueAt));

    expect(refOf(moved, 'due')).toBe(`${idOf('fol', 1)}#due/2`);
    expect(nextStep(moved)).toEqual({ step: 'due', at: later.dueAt });
  });

  test('to another owner reminds him of what is still to come, not of what has passed', () => {
    const reminded = taken(followUp({ lead: 'P1D' }), '2026-11-23T01:00:00.000Z');
    const ahead = handOver(reminded, idOf('mem', 2), rep, new Date('2026-11-23T02:00:00.000Z'));
    const passed = handOver(reminded, idOf('mem', 2), rep, new Date('2026-11-24T02:00:00.000Z'));
    expect([nextStep(ahead)?.step, nextStep(passed)?.step]).toEqual(['due', 'overdue']);
  });

  test('another subject moves nothing', () => {
    const reminded = taken(followUp(), dueAt);
    const after = change(reminded, { subject: 'Visit' }, rep, now);
    expect([nextStep(after), after.turn]).toEqual([nextStep(reminded), 0]);
  });

  test('a closed one cannot be changed, completed or cancelled', () => {
    const done = complete(followUp(), undefined, rep, now);
    const closed = expect.objectContaining({ code: 'activities.follow-up-closed', kind: 'conflict' });
    expect(() => change(done, { subject: 'x' }, rep, now)).toThrow(closed);
    expect(() => complete(done, undefined, rep, now)).toThrow(closed);
    expect(() => cancel(done, undefined, rep, now)).toThrow(closed);
  });
});

test('the wall-clock intent and the instant say the same, whichever was sent', () => {
  const local = { local: '2026-11-24T09:00', zone: 'Asia/Shanghai' };
  expect(dueOf({ due: local }, 'UTC')).toEqual({ dueAt, due: local });
  expect(dueOf({ dueAt }, 'Asia/Shanghai')).toEqual({ dueAt, due: local });
  expect(() => dueOf({ due: { local: '1701-01-01T00:00', zone: 'UTC' } }, 'UTC')).toThrow(
    expect.objectContaining({ code: 'activities.due-out-of-range' }),
  );
});

test('an id tells its customer’s partition, stays an id, and keeps the order of entry', () => {
  const ulid = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  fc.assert(
    fc.property(ulid, ulid, (customer, fresh) => {
      const id = followUpIdFor(`cus_${customer}`, `fol_${fresh}`);
      expect(FollowUpId.safeParse(id).success).toBe(true);
      expect(customerPartOf(id)).toBe(customerPart(`cus_${customer}`));
      expect(id.slice(0, 14)).toBe(`fol_${fresh.slice(0, 10)}`);
    }),
  );
});
