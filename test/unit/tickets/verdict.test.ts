import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cyclesOf } from '#domain/tickets/cycles.ts';
import { dissatisfactionsOf, resolve } from '#domain/tickets/flow.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { answer } from '#domain/tickets/verdict.ts';
import { idOf } from '#test/world.ts';
import { agent, hour, told } from './given.ts';

const contact = idOf('con', 1);
const says = (ticket: Ticket, satisfied: boolean, hours: number, more: { cycle?: number; messageId?: string } = {}) =>
  answer(
    ticket,
    { cycle: 1, satisfied, via: 'web', managerId: idOf('mem', 6), solution: 'New fuse.', ...more },
    { by: contact, now: hour(hours) },
  );
const refusal = (code: string) => expect.objectContaining({ code });
const solved = () => told(['answered', 1], ['resolved', 2]);

describe('the answer by the link', () => {
  test('contentment closes, an objection reopens', () => {
    expect(says(solved(), true, 30)).toMatchObject({ state: 'closed', cycle: 1 });
    expect(says(solved(), false, 30)).toMatchObject({ state: 'in-progress', cycle: 2 });
  });

  test('may become the other for a day, to the last instant, and both stay in the history', () => {
    const closed = says(solved(), true, 30);
    const reopened = says(closed, false, 54);
    expect(reopened).toMatchObject({ state: 'in-progress', cycle: 2 });
    expect(cyclesOf(reopened)[0]?.verdicts.map(({ type }) => type)).toEqual(['satisfied', 'dissatisfied']);
    const content = says(says(solved(), false, 30), true, 54);
    expect(content).toMatchObject({ state: 'closed', cycle: 2, solution: 'New fuse.' });
    expect(() => says(closed, false, 54.001)).toThrow(refusal('tickets.answer-final'));
  });

  test('an objection that was taken back can be made again', () => {
    const again = says(says(says(solved(), false, 30), true, 31), false, 32);
    expect(again).toMatchObject({ state: 'in-progress', cycle: 3 });
    expect(dissatisfactionsOf(again)).toBe(1);
  });

  test('the same once more changes nothing, unless something is said with it', () => {
    const objected = says(solved(), false, 30);
    expect(says(objected, false, 31)).toBe(objected);
    const words = says(objected, false, 31, { messageId: idOf('msg', 3) });
    expect(words).toMatchObject({ state: 'in-progress', cycle: 2, version: objected.version + 1 });
    expect(dissatisfactionsOf(words)).toBe(1);
  });

  test('is too late once there is a new solution, or once others have begun the work again', () => {
    const objected = says(solved(), false, 30);
    const again = resolve(objected, { solution: 'New box.', messageId: idOf('msg', 4) }, { by: 'x', now: hour(31) });
    expect(() => says(again, true, 32)).toThrow(refusal('tickets.answer-overtaken'));
    const reopened = told(['resolved', 1], ['reopened', 2]);
    expect(() => says(reopened, true, 3)).toThrow(refusal('tickets.answer-overtaken'));
    expect(() => says(told(['answered', 1]), true, 3)).toThrow(refusal('tickets.not-resolved'));
  });

  test('an answer that became contentment is no dissatisfaction: the manager takes over from the second that stands', () => {
    const content = says(says(solved(), false, 30), true, 31);
    expect(dissatisfactionsOf(content)).toBe(0);
    const objected = says(solved(), false, 30);
    const second = resolve(objected, { solution: 'New box.', messageId: idOf('msg', 4) }, { by: 'x', now: hour(31) });
    expect(says(second, false, 32, { cycle: 2 })).toMatchObject({ cycle: 3, assigneeId: idOf('mem', 6) });
    const noManager = answer(second, { cycle: 2, satisfied: false, via: 'web' }, { by: contact, now: hour(32) });
    expect(noManager).toMatchObject({ cycle: 3, assigneeId: agent });
  });
});

describe('the cycles of a ticket', () => {
  test('each is measured from its beginning to its end', () => {
    const ticket = says(solved(), false, 30);
    expect(cyclesOf(ticket)).toMatchObject([
      {
        cycle: 1,
        startedAt: hour(0).toISOString(),
        answeredAt: hour(1).toISOString(),
        resolvedAt: hour(2).toISOString(),
        endedAt: hour(30).toISOString(),
        outcome: 'dissatisfied',
      },
      { cycle: 2, startedAt: hour(30).toISOString(), outcome: 'pending', verdicts: [] },
    ]);
  });

  test.each([
    [
      'unanswered',
      [
        ['resolved', 1],
        ['closed', 2],
      ],
    ],
    ['unsolved', [['withdrawn', 1]]],
    [
      'unsolved',
      [
        ['resolved', 1],
        ['withdrawn', 2],
      ],
    ],
    ['pending', [['resolved', 1]]],
  ] as const)('%s after %j', (outcome, story) => {
    expect(cyclesOf(told(...story))[0]?.outcome).toBe(outcome);
  });

  test('whatever is answered in whatever order, the last answer counts, and no answer adds a cycle without an objection', () => {
    const answers = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(answers, (given) => {
        const ticket = given.reduce((each, satisfied, i) => says(each, satisfied, 30 + i), solved());
        const last = given.at(-1) ?? true;
        expect(cyclesOf(ticket)[0]?.outcome).toBe(last ? 'satisfied' : 'dissatisfied');
        expect(ticket.state).toBe(last ? 'closed' : 'in-progress');
        const objections = given.filter((each, i) => !each && given[i - 1] !== false).length;
        expect(ticket.cycle).toBe(1 + objections);
        expect(dissatisfactionsOf(ticket)).toBe(last ? 0 : 1);
      }),
      { numRuns: 60 },
    );
  });
});
