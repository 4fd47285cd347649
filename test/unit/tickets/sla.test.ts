import { describe, expect, test } from 'vitest';
import { atTime, hourMs } from '#domain/shared/time.ts';
import { currentPromises, nameOf, promisesOf } from '#domain/tickets/clock.ts';
import type { Policy } from '#domain/tickets/policy.ts';
import { segmentsOf } from '#domain/tickets/segments.ts';
import { slaOf, slaUnder } from '#domain/tickets/sla.ts';
import { standingOf, stateOf } from '#domain/tickets/standing.ts';
import type { Happening, Ticket } from '#domain/tickets/ticket.ts';
import { agent, opened } from './given.ts';
import { byOf, hoursFound, policy, term } from './policies.ts';

const at = (local: string) => atTime(local.slice(0, 10), local.slice(11), 'Asia/Shanghai').getTime();
const happening = (type: Happening['type'], local: string, more: Partial<Happening> = {}): Happening => ({
  type,
  at: new Date(at(local)).toISOString(),
  by: agent,
  ...more,
});
const lived = (...history: Happening[]): Ticket => opened({ history });

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
