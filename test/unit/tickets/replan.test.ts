import { describe, expect, test } from 'vitest';
import { atTime, hourMs } from '#domain/shared/time.ts';
import { alwaysOpen } from '#domain/tickets/calendar.ts';
import { currentPromises, nameOf } from '#domain/tickets/clock.ts';
import { hoursOf } from '#domain/tickets/hours.ts';
import { defaultPolicy, type Policy } from '#domain/tickets/policy.ts';
import { compared, corrected, currentTerm, noTimers, termUnder, underTerms } from '#domain/tickets/replan.ts';
import { deliveredSla, type Sla, slaOf, slaUnder } from '#domain/tickets/sla.ts';
import { standingOf } from '#domain/tickets/standing.ts';
import { deliveredTerm } from '#domain/tickets/term.ts';
import type { Happening, Ticket } from '#domain/tickets/ticket.ts';
import { shanghai } from './calendars.ts';
import { agent, opened } from './given.ts';

const office = hoursOf(shanghai);
const policy = (targets: Policy['targets'], more: Partial<Policy> = {}): Policy => ({
  ...defaultPolicy,
  hours: office,
  targets,
  ...more,
});
const at = (local: string) => atTime(local.slice(0, 10), local.slice(11), 'Asia/Shanghai').getTime();
const happening = (type: Happening['type'], local: string): Happening => ({
  type,
  at: new Date(at(local)).toISOString(),
  by: agent,
});
const lived = (...history: Happening[]): Ticket => opened({ history });
const byOf = (ticket: Ticket, sla: Sla, name: string) => {
  const promise = currentPromises(ticket, sla).find((each) => nameOf(each) === name);
  return promise && standingOf(promise).by;
};
const term = { policy: 'x', version: 1, calendar: 'office', calendarVersion: 1 };

describe('another version', () => {
  const before = policy({ resolution: 8 * hourMs });
  const after = policy({ resolution: 8 * hourMs }, { version: 2, hours: hoursOf(alwaysOpen) });
  const now = new Date(at('2026-11-24T11:00'));

  test('counts as if it had always been so, for what is owed alone', () => {
    const owed = lived(happening('opened', '2026-11-23T09:00'));
    const sla = slaUnder(before);
    const { sla: next, terms } = corrected(owed, sla, after, now);
    expect(terms).toHaveLength(1);
    expect(byOf(owed, next, 'resolution')).toBe(at('2026-11-23T17:00'));
    expect(compared(owed, sla, next, now)).toEqual({
      running: 1,
      earlier: 1,
      later: 0,
      breachesMade: 0,
      breachesUndone: 0,
    });
    const met = lived(happening('opened', '2026-11-23T09:00'), happening('resolved', '2026-11-24T09:10'));
    const { sla: kept, terms: both } = corrected(met, sla, after, now);
    expect(both).toHaveLength(2);
    expect(byOf(met, kept, 'resolution')).toBe(at('2026-11-24T09:30'));
  });

  test('takes back what was told of a breach that is still to come', () => {
    const told = {
      ...lived(happening('opened', '2026-11-23T09:00')),
      told: ['resolution/warning', 'resolution/breach', 'resolution/breach-2'],
    };
    const longer = policy({ resolution: 20 * hourMs }, { version: 2 });
    const { terms, sla } = corrected(told, slaUnder(before), longer, now);
    expect(compared(told, slaUnder(before), sla, now)).toMatchObject({ later: 1, breachesUndone: 1 });
    expect(underTerms(told, terms, sla, now).told).toEqual([]);
    const same = corrected(told, slaUnder(before), before, now);
    expect(underTerms(told, same.terms, same.sla, now).told).toEqual(told.told);
  });

  test('is for tickets that run under an older version of the same', () => {
    const job = { name: 'office', to: 3 } as Parameters<typeof termUnder>[0];
    expect(termUnder({ ...job, of: 'calendar' }, term)).toEqual({ ...term, calendarVersion: 3 });
    expect(termUnder({ ...job, of: 'calendar' }, { ...term, calendarVersion: 3 })).toBeUndefined();
    expect(termUnder({ ...job, of: 'calendar' }, { ...term, calendar: 'other' })).toBeUndefined();
    expect(termUnder({ ...job, of: 'policy', name: 'x', term }, { ...term, version: 2 })).toEqual(term);
    expect(termUnder({ ...job, of: 'policy', name: 'x', term }, { ...term, version: 3 })).toBeUndefined();
  });

  test('keeps since when a ticket has run under the policy, whatever number of versions came', () => {
    const since = { from: new Date(at('2026-11-23T10:00')).toISOString(), anew: true } as const;
    const terms = [term, { ...term, version: 2, ...since }];
    const ticket = { ...lived(happening('opened', '2026-11-23T09:00')), terms };
    const sla = slaOf(terms.map((each) => ({ term: each, policy: before })));
    expect(currentTerm(ticket)).toBe(terms[1]);
    const { terms: next, sla: nextSla } = corrected(ticket, sla, after, now);
    expect(next).toEqual([term, expect.objectContaining({ version: 2, ...since })]);
    expect(nextSla).toEqual(
      slaOf([
        { term, policy: before },
        { term: { ...term, ...since }, policy: after },
      ]),
    );
  });

  test('of the delivered policy names it where it went without saying and something was settled under it', () => {
    const ticket = lived(happening('opened', '2026-11-23T09:00'), happening('answered', '2026-11-23T10:00'));
    expect([slaOf([]), currentTerm(ticket)]).toEqual([deliveredSla, deliveredTerm]);
    expect(corrected(ticket, deliveredSla, after, now).terms).toEqual([
      deliveredTerm,
      expect.objectContaining({ from: now.toISOString(), anew: true }),
    ]);
  });

  test('that promises less has broken nothing, and one that promises less time may have', () => {
    const ticket = lived(happening('opened', '2026-11-24T09:00'));
    const [sla, none] = [slaUnder(before), slaUnder(policy({}))];
    expect(compared(ticket, sla, none, now)).toEqual({ ...noTimers, running: 1 });
    expect(compared(ticket, none, sla, now)).toEqual(noTimers);
    const shorter = slaUnder(policy({ resolution: hourMs }));
    expect(compared(ticket, sla, shorter, now)).toEqual({ ...noTimers, running: 1, earlier: 1, breachesMade: 1 });
    expect(compared(ticket, shorter, sla, now)).toEqual({ ...noTimers, running: 1, later: 1, breachesUndone: 1 });
  });
});
