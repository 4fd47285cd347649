import { performance } from 'node:perf_hooks';
import { dayMs, hourMs } from '#domain/shared/time.ts';
import { newCalendar } from '#domain/tickets/calendar-input.ts';
import { holidaysOf } from '#domain/tickets/holidays.ts';
import { hoursOf } from '#domain/tickets/hours.ts';
import { defaultPolicy } from '#domain/tickets/policy.ts';
import { slaUnder } from '#domain/tickets/sla.ts';
import { nextDueAt } from '#domain/tickets/standing.ts';
import type { Happening, Ticket } from '#domain/tickets/ticket.ts';
import { watchedAt } from '#domain/tickets/watch.ts';
import { tell } from '../tell.ts';

/** What each write of a ticket computes: when it is due next, and when it must be looked at; in China's office hours. */
const day: [string, string][] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];
const office = newCalendar(
  { zone: 'Asia/Shanghai', weekly: { mon: day, tue: day, wed: day, thu: day, fri: day }, holidays: 'CN' },
  { name: 'office', version: 1, years: holidaysOf('CN', 2025, 2026), at: new Date(0), by: 'system' },
);
const targets = { firstResponse: 2 * hourMs, nextResponse: 4 * hourMs, resolution: 400 * hourMs };
const sla = slaUnder({ ...defaultPolicy, hours: hoursOf(office), targets });

const start = Date.parse('2025-11-24T01:00:00.000Z');
const happening = (type: Happening['type'], at: number, more: Partial<Happening> = {}): Happening => ({
  type,
  at: new Date(at).toISOString(),
  by: 'mem_1',
  ...more,
});
/** A wait, its end, a question and an answer every month: fifty events over a year. */
const year = Array.from({ length: 12 }, (_, month) => start + month * 30 * dayMs).flatMap((at) => [
  happening('waited', at + dayMs, { for: 'customer' }),
  happening('resumed', at + 3 * dayMs),
  happening('asked', at + 5 * dayMs),
  happening('answered', at + 6 * dayMs),
]);
const opened = happening('opened', start);
const ticketWith = (history: readonly Happening[]) =>
  ({ history, cycle: 1, told: [], escalations: [], state: 'open' }) as unknown as Ticket;
const plain = ticketWith([opened]);
const busy = ticketWith([opened, happening('answered', start + hourMs), ...year]);

function microseconds(ticket: Ticket, times: number): number {
  const before = performance.now();
  for (let i = 0; i < times; i += 1) {
    nextDueAt(ticket, sla);
    watchedAt(ticket, sla);
  }
  return ((performance.now() - before) * 1000) / times;
}

microseconds(plain, 2000);
microseconds(busy, 200);
const rounds = Array.from({ length: 15 }, () => ({ plain: microseconds(plain, 1000), busy: microseconds(busy, 100) }));
tell({ rounds });
