import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentPromises } from '#domain/tickets/clock.ts';
import { assign } from '#domain/tickets/flow.ts';
import { deliveredSla } from '#domain/tickets/sla.ts';
import { nextDueAt } from '#domain/tickets/standing.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { duesOf, markOf, watchedAt } from '#domain/tickets/watch.ts';
import { idOf } from '#test/world.ts';
import { agent, hour, moves, opened } from './given.ts';

const doing = (hours: number) => ({ by: agent, now: hour(hours) });
const until = (hours: number, ticket: Ticket = opened(), now = 1) =>
  assign(
    ticket,
    { departmentId: idOf('dep', 4), handlingDue: { at: hour(hours).toISOString(), reason: 'agreed' } },
    doing(now),
  );
const handling = (ticket: Ticket) => duesOf(ticket, deliveredSla).filter(({ step }) => step === 'handling');

describe('a handling deadline set by hand', () => {
  test('is kept with its reason, which the history tells with the department', () => {
    const ticket = until(20);
    expect(ticket.handlingDue).toEqual({ at: hour(20).toISOString(), reason: 'agreed' });
    expect(ticket.history.at(-1)).toEqual({
      ...{ type: 'assigned', at: hour(1).toISOString(), by: agent },
      ...{ departmentId: idOf('dep', 4), reason: 'agreed' },
    });
  });

  test('lies ahead', () => {
    const past = expect.objectContaining({ errors: [expect.objectContaining({ code: 'tickets.deadline-past' })] });
    expect(() => until(1)).toThrow(past);
    expect(until(1.001).handlingDue).toBeDefined();
  });

  test('stays when the ticket goes on to another, until another is set', () => {
    const passed = assign(until(20), { assigneeId: agent }, doing(2));
    expect(passed.handlingDue?.at).toBe(hour(20).toISOString());
    expect(passed.history.at(-1)).not.toHaveProperty('reason');
    expect(until(30, passed, 3).handlingDue?.at).toBe(hour(30).toISOString());
  });

  test('is told of once for each that was set, and no more once the ticket is solved', () => {
    const ticket = until(20);
    expect(handling(ticket)).toEqual([{ step: 'handling', at: hour(20).getTime() }]);
    const told = { ...ticket, told: handling(ticket).map(markOf) };
    expect(handling(told)).toEqual([]);
    expect(handling(until(30, told, 21))).toHaveLength(1);
    expect(handling(moves.resolved(ticket, doing(2)))).toEqual([]);
  });

  test('never moves a promise: whichever is earlier is what is due next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.boolean(), (hours, isPaused) => {
        const begun = moves.answered(opened(), doing(0.5));
        const plain = isPaused ? moves.waits(begun, doing(0.6)) : begun;
        const ticket = until(hours, plain);
        expect(currentPromises(ticket, deliveredSla)).toEqual(currentPromises(plain, deliveredSla));
        const promised = nextDueAt(plain, deliveredSla);
        const due = [hour(hours).toISOString(), ...(promised === undefined ? [] : [promised])].toSorted()[0];
        expect(nextDueAt(ticket, deliveredSla)).toBe(due);
        expect(watchedAt(ticket, deliveredSla)).toBeDefined();
        expect(nextDueAt(moves.resolved(ticket, doing(1.5)), deliveredSla)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
});
