import { alwaysOpen } from '#domain/tickets/calendar.ts';
import { currentPromises, nameOf } from '#domain/tickets/clock.ts';
import { hoursOf } from '#domain/tickets/hours.ts';
import { defaultPolicy, type Policy } from '#domain/tickets/policy.ts';
import type { Sla } from '#domain/tickets/sla.ts';
import { standingOf } from '#domain/tickets/standing.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { calendarOf, shanghai } from './calendars.ts';

const berlin = calendarOf({
  zone: 'Europe/Berlin',
  weekly: { mon: [['22:00', '06:00']], thu: [['08:00', '16:00']], sat: [['00:00', '24:00']] },
  holidays: 'DE',
});
export const hoursFound = { office: hoursOf(shanghai), berlin: hoursOf(berlin), always: hoursOf(alwaysOpen) };
const office = hoursFound.office;

export function policy(targets: Policy['targets'], more: Partial<Policy> = {}): Policy {
  return { ...defaultPolicy, hours: office, targets, ...more };
}

/** What a ticket keeps of the policy under which it is. */
export const term = { policy: 'x', version: 1, calendar: 'office', calendarVersion: 1 };

/** When the promise of that name falls due; undefined while it is paused, and where there is none. */
export const byOf = (ticket: Ticket, sla: Sla, name: string) => {
  const promise = currentPromises(ticket, sla).find((each) => nameOf(each) === name);
  const { by } = promise === undefined ? {} : standingOf(promise);
  return by;
};
