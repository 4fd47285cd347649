import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentPromises } from '#domain/tickets/clock.ts';
import { cyclesOf } from '#domain/tickets/cycles.ts';
import { erasedMessage, erasedTicket } from '#domain/tickets/erasure.ts';
import { assign, type Doing, dissatisfied, edit } from '#domain/tickets/flow.ts';
import { deliveredSla } from '#domain/tickets/sla.ts';
import { ClosingReason, type Ticket } from '#domain/tickets/ticket.ts';
import { idOf } from '#test/world.ts';
import { agent, hour, moves, opened, told } from './given.ts';

const now = hour(100);
const doing = (hours: number): Doing => ({ by: agent, now: hour(hours) });
/** Words that stand nowhere else in a ticket. */
const words = fc.stringMatching(/^[a-z]{8,12}$/).map((each) => `«${each}»`);

function written(word: string): Ticket {
  const begun = opened({ subject: word, description: word, requester: { name: word, email: 'li@example.com' } });
  const due = assign(begun, { handlingDue: { at: hour(20).toISOString(), reason: word } }, doing(1));
  const raised = edit(due, { priority: 'urgent', priorityReason: word, prevention: word }, doing(2));
  const solved = moves.resolved(raised, doing(3));
  return { ...dissatisfied(solved, { via: 'phone' }, doing(4)), solution: word };
}

describe('erasing what was said on a ticket', () => {
  test('leaves no word of it, whatever was written wherever words can be', () => {
    fc.assert(
      fc.property(words, (word) => {
        const erased = erasedTicket(written(word), now);
        expect(JSON.stringify(erased)).not.toContain(word);
        expect(JSON.stringify(erased)).not.toContain('li@example.com');
      }),
      { numRuns: 20 },
    );
  });

  test('keeps what happened and when, every figure, and the deadline set by hand', () => {
    const before = written('«words»');
    const erased = erasedTicket(before, now) ?? before;
    expect(erased).toMatchObject({ erasedAt: now.toISOString(), version: before.version + 1, state: before.state });
    expect(erased.history.map(({ type, at, by }) => [type, at, by])).toEqual(
      before.history.map(({ type, at, by }) => [type, at, by]),
    );
    expect(cyclesOf(erased)).toEqual(cyclesOf(before));
    expect(currentPromises(erased, deliveredSla)).toEqual(currentPromises(before, deliveredSla));
    expect(erased.handlingDue).toEqual({ at: hour(20).toISOString(), reason: '' });
  });

  test('adds no field that was not there', () => {
    const erased = erasedTicket(told(['answered', 1]), now);
    for (const field of ['solution', 'prevention', 'handlingDue']) expect(erased).not.toHaveProperty(field);
  });

  test.each([...ClosingReason.options, 'dissatisfied', 'customer'])(
    'keeps the reason %s, which is a code',
    (reason) => {
      const coded = opened({ history: [{ type: 'closed', at: hour(1).toISOString(), by: agent, reason }] });
      expect(erasedTicket(coded, now)?.history[0]?.reason).toBe(reason);
    },
  );

  test('is done once', () => {
    const erased = erasedTicket(written('«words»'), now);
    expect(erased && erasedTicket(erased, hour(200))).toBeUndefined();
  });

  test('of a message blanks the text and nothing else', () => {
    const message = {
      ...{ id: idOf('msg', 1), ticketId: idOf('tkt', 1), at: hour(1).toISOString(), by: agent },
      ...({ visibility: 'public', direction: 'in', via: 'phone' } as const),
    };
    expect(erasedMessage({ ...message, text: 'My number is …' })).toEqual({ ...message, text: '' });
  });
});
