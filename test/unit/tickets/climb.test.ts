import { describe, expect, test } from 'vitest';
import {
  acknowledge,
  begun,
  brokenAt,
  climbed,
  ended,
  escalationOf,
  isOrphaned,
  isOver,
  nextRungAt,
  rolesOf,
  rungStep,
  runOf,
  takenUp,
  untold,
  withEscalation,
} from '#domain/tickets/climb.ts';
import { satisfied } from '#domain/tickets/flow.ts';
import { defaultPolicy } from '#domain/tickets/policy.ts';
import { deliveredSla } from '#domain/tickets/sla.ts';
import { type Due, dueNow, duesOf, markOf, watchedAt } from '#domain/tickets/watch.ts';
import { idOf } from '#test/world.ts';
import { agent, hour, opened, told } from './given.ts';

const resolution = { target: 'resolution', cycle: 1 } as const;
const hoursOf = (due: Due) => [markOf(due), (due.at - hour(0).getTime()) / 3_600_000] as const;

describe('what a ticket waits for', () => {
  test('three quarters of each target, then its end', () => {
    expect(duesOf(opened(), deliveredSla).map(hoursOf)).toEqual([
      ['firstResponse/warning', 18],
      ['firstResponse/breach', 24],
      ['resolution/warning', 36],
      ['resolution/breach', 48],
    ]);
    expect(watchedAt(opened(), deliveredSla)).toBe(hour(18).toISOString());
  });
  test('nothing of a promise that is met', () => {
    expect(duesOf(told(['answered', 1]), deliveredSla).map(hoursOf)).toEqual([
      ['resolution/warning', 36],
      ['resolution/breach', 48],
    ]);
  });
  test('nothing while paused, and all of it later by the pause', () => {
    expect(watchedAt(told(['answered', 1], ['waits', 10]), deliveredSla)).toBeUndefined();
    expect(duesOf(told(['answered', 1], ['waits', 10], ['resumed', 15]), deliveredSla).map(hoursOf)).toEqual([
      ['resolution/warning', 41],
      ['resolution/breach', 53],
    ]);
  });
  test('a paused ticket is not warned of what it used up before', () => {
    expect(duesOf(told(['answered', 1], ['waits', 40]), deliveredSla)).toEqual([]);
  });
  test('after the solution the survey a day later and the closing after a week', () => {
    expect(duesOf(told(['resolved', 2]), deliveredSla).map(hoursOf)).toEqual([
      ['survey', 26],
      ['close', 2 + 7 * 24],
    ]);
    expect(duesOf(told(['resolved', 2], ['closed', 3]), deliveredSla).map(hoursOf)).toEqual([['survey', 26]]);
    expect(duesOf(told(['resolved', 2], ['reopened', 3]), deliveredSla).map(({ step }) => step)).not.toContain('close');
    expect(duesOf(told(['withdrawn', 2]), deliveredSla)).toEqual([]);
    expect(duesOf(told(['resolved', 2], ['withdrawn', 3]), deliveredSla)).toEqual([]);
  });
  test('no survey once the customer has said that he is content', () => {
    const content = satisfied(told(['resolved', 2]), { via: 'phone' }, { by: agent, now: hour(3) });
    expect(duesOf(content, deliveredSla)).toEqual([]);
  });
  test('each step once', () => {
    const ticket = opened({ told: ['firstResponse/warning', 'firstResponse/breach'] });
    expect(watchedAt(ticket, deliveredSla)).toBe(hour(36).toISOString());
  });
  test('after an outage no warning of what is broken already', () => {
    const { steps, marks } = dueNow(opened(), deliveredSla, hour(25));
    expect(steps.map(markOf)).toEqual(['firstResponse/breach']);
    expect(marks).toEqual(['firstResponse/warning', 'firstResponse/breach']);
  });
});

describe('a climb', () => {
  test('is about a promise that is broken and still owed', () => {
    expect(brokenAt(opened(), resolution, deliveredSla, hour(47))).toBeUndefined();
    expect(brokenAt(opened(), resolution, deliveredSla, hour(50))).toBe(hour(48).getTime());
    expect(
      brokenAt(told(['answered', 1]), { target: 'firstResponse', cycle: 1 }, deliveredSla, hour(50)),
    ).toBeUndefined();
    expect(brokenAt(told(['resolved', 49]), resolution, deliveredSla, hour(50))).toBeUndefined();
    expect(brokenAt(told(['waits', 49]), resolution, deliveredSla, hour(50))).toBeUndefined();
    const first = { target: 'firstResponse', cycle: 1 } as const;
    expect(brokenAt(told(['waits', 23]), first, deliveredSla, hour(50))).toBe(hour(24).getTime());
    expect(brokenAt(told(['waitsForOthers', 49]), resolution, deliveredSla, hour(50))).toBe(hour(48).getTime());
    expect(brokenAt(opened(), { ...resolution, cycle: 2 }, deliveredSla, hour(50))).toBeUndefined();
  });

  test('comes to its rungs at the breach, four hours and a day later', () => {
    let climb = begun(resolution, hour(48).getTime());
    const rungs: (number | undefined)[] = [];
    for (let passed = 0; passed <= 3; passed += 1) {
      rungs.push(nextRungAt(climb, defaultPolicy));
      climb = climbed(climb, defaultPolicy, [{ rung: 'assignee', memberId: agent }], hour(48));
    }
    expect(rungs).toEqual([hour(48).getTime(), hour(52).getTime(), hour(72).getTime(), undefined]);
  });

  test('tells a person once, whatever the roles in which it finds him', () => {
    const first = climbed(begun(resolution, 0), defaultPolicy, [{ rung: 'assignee', memberId: agent }], hour(48));
    const named = [
      { rung: 'manager', memberId: agent },
      { rung: 'manager', memberId: idOf('mem', 7) },
      { rung: 'service-manager', memberId: idOf('mem', 7) },
    ] as const;
    expect(untold(first, named)).toEqual([{ rung: 'manager', memberId: idOf('mem', 7) }]);
  });

  test('has the service manager of a complaint on the first rung', () => {
    expect(rolesOf({ kind: 'complaint' }, defaultPolicy, begun(resolution, 0))).toEqual([
      'assignee',
      'service-manager',
    ]);
    expect(rolesOf({ kind: 'fault' }, defaultPolicy, begun(resolution, 0))).toEqual(['assignee']);
    expect(rolesOf({ kind: 'complaint' }, defaultPolicy, { ...begun(resolution, 0), passed: 1 })).toEqual(['manager']);
  });

  test('names each mail by target, cycle and rung, from the second question on by its round too', () => {
    expect(rungStep(resolution, 'manager')).toBe('resolution/1/manager');
    expect(rungStep({ target: 'nextResponse', cycle: 1, round: 2 }, 'manager')).toBe('nextResponse-2/1/manager');
  });

  test('is found by its target, cycle and round, the first of which goes without saying', () => {
    const asked = { target: 'nextResponse', cycle: 1 } as const;
    const climbs = [begun(asked, 0), begun({ ...asked, round: 2 }, 1), begun({ ...asked, cycle: 2 }, 2)];
    expect(climbs.map(({ round }) => round)).toEqual([undefined, 2, undefined]);
    const ticket = opened({ escalations: climbs });
    expect(escalationOf(ticket, { ...asked, round: 1 })).toBe(climbs[0]);
    expect(escalationOf(ticket, { ...asked, round: 2 })).toBe(climbs[1]);
    expect(escalationOf(ticket, { ...asked, round: 3 })).toBeUndefined();
    const over = ended(begun({ ...asked, round: 2 }, 1), hour(50));
    expect(over.endedAt).toBe(hour(50).toISOString());
    expect(withEscalation(ticket, over)).toEqual([climbs[0], climbs[2], over]);
    expect(withEscalation(opened(), over)).toEqual([over]);
  });

  test('that finds nobody keeps the role which its rung names; above the top there is none', () => {
    const empty = climbed(begun(resolution, 0), defaultPolicy, [], hour(48));
    expect(empty).toMatchObject({ rung: 'assignee', passed: 1, history: [] });
    const top = { ...begun(resolution, 0), passed: 3 };
    expect(rolesOf({ kind: 'fault' }, defaultPolicy, top)).toEqual([]);
    expect(climbed(top, defaultPolicy, [], hour(99))).not.toHaveProperty('rung');
  });

  test('is orphaned on the top rung alone, and only if nobody at all was told', () => {
    const passed = (rungs: number, told: Parameters<typeof climbed>[2]) =>
      Array.from({ length: rungs }).reduce<ReturnType<typeof begun>>(
        (climb) => climbed(climb, defaultPolicy, told, hour(48)),
        begun(resolution, 0),
      );
    expect([0, 1, 2].map((rungs) => isOrphaned(passed(rungs, []), defaultPolicy))).toEqual([false, false, true]);
    expect(isOrphaned(passed(2, [{ rung: 'assignee', memberId: agent }]), defaultPolicy)).toBe(false);
  });
});

describe('a climb that ended before its promise was kept', () => {
  const at = hour(48).getTime();
  const over = ended(begun(resolution, at), hour(50));

  test('goes on in the next run, which takes up what was told; while one runs there is no other', () => {
    expect([runOf(undefined), runOf(begun(resolution, at)), runOf(over), runOf({ ...over, run: 2 })]).toEqual([
      1, 1, 2, 3,
    ]);
    const second = takenUp({ ...over, passed: 1 }, resolution, 2, at);
    expect(second).toEqual({ ...begun(resolution, at), passed: 1, run: 2 });
    expect([isOver(over, 1), isOver(over, 2), isOver(second, 1), isOver(second, 2)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test('is counted from when the promise is broken now', () => {
    const known = begun(resolution, at);
    expect(takenUp(undefined, resolution, 1, at)).toEqual(known);
    expect(takenUp(known, resolution, 1, at)).toBe(known);
    expect(takenUp(known, resolution, 1, at + 1)).toEqual(begun(resolution, at + 1));
  });

  test('is due again when the pause ends, under a mark of its own', () => {
    const before = { told: ['resolution/warning', 'resolution/breach'], escalations: [over] };
    const paused = { ...told(['answered', 1], ['waits', 49]), ...before };
    expect(duesOf(paused, deliveredSla)).toEqual([]);
    const resumed = { ...told(['answered', 1], ['waits', 49], ['resumed', 60]), ...before };
    expect(duesOf(resumed, deliveredSla).map(hoursOf)).toEqual([['resolution/breach-2', 50]]);
    expect(duesOf({ ...resumed, told: [...before.told, 'resolution/breach-2'] }, deliveredSla)).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  const first = () =>
    climbed(begun(resolution, hour(48).getTime()), defaultPolicy, [{ rung: 'assignee', memberId: agent }], hour(48));
  const escalated = (...escalations: readonly ReturnType<typeof first>[]) => opened({ escalations: [...escalations] });

  test('holds the next rung four hours, once per rung', () => {
    const [held] = acknowledge(escalated(first()), deliveredSla, agent, hour(49));
    if (held === undefined) throw new Error('nothing is held');
    expect(nextRungAt(held, defaultPolicy)).toBe(hour(56).getTime());
    expect(() => acknowledge(escalated(held), deliveredSla, agent, hour(50))).toThrow(
      expect.objectContaining({ code: 'tickets.already-acknowledged' }),
    );
    const second = climbed(held, defaultPolicy, [{ rung: 'manager', memberId: idOf('mem', 7) }], hour(56));
    expect(nextRungAt(second, defaultPolicy)).toBe(hour(72).getTime());
    const [again] = acknowledge(escalated(second), deliveredSla, agent, hour(57));
    expect(again && nextRungAt(again, defaultPolicy)).toBe(hour(76).getTime());
  });

  test('before the first rung is noted with the first, and leaves climbs that are over as they are', () => {
    const [over, fresh] = [ended({ ...first(), cycle: 1 }, hour(49)), begun(resolution, hour(48).getTime())];
    const [same, held] = acknowledge(escalated(over, fresh), deliveredSla, agent, hour(49));
    expect(same).toBe(over);
    expect(held).toMatchObject({ held: 0, history: [{ type: 'acknowledged', rung: 'assignee', memberId: agent }] });
  });

  test('needs something that is being escalated', () => {
    const refused = expect.objectContaining({ code: 'tickets.not-escalated' });
    expect(() => acknowledge(opened(), deliveredSla, agent, hour(49))).toThrow(refused);
    const ended = { ...first(), endedAt: hour(49).toISOString() };
    expect(() => acknowledge(escalated(ended), deliveredSla, agent, hour(50))).toThrow(refused);
  });
});
