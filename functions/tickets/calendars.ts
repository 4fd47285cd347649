import * as z from 'zod';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { alwaysOpen, type Calendar } from '#domain/tickets/calendar.ts';
import { newCalendar } from '#domain/tickets/calendar-input.ts';
import { holidaysOf, isCountry } from '#domain/tickets/holidays.ts';
import { hoursOf } from '#domain/tickets/hours.ts';
import { Reply, route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { putReplan, readReplan } from '#store/tickets-replans.ts';
import { putCalendar as puts, readCalendarVersions, readInForce } from '#store/tickets-sla.ts';
import { begunReplan } from './replan.ts';
import { previewOf } from './replan-preview.ts';
import {
  getCalendarContract,
  listCalendarsContract,
  listCalendarVersionsContract,
  putCalendarContract,
} from './sla-contracts.ts';
import { calendarView, replanView } from './sla-views.ts';

/** A ticket may have been opened in the year before; further ahead than four years nobody promises. */
const yearsBefore = 1;
const yearsAfter = 4;

export const putCalendar = route(putCalendarContract, async ({ params, query, body, isDryRun }, caller, world) => {
  const { name } = params;
  if (name === alwaysOpen.name) throw new DomainError('conflict', 'tickets.calendar-built-in', { name });
  if (body.holidays !== undefined && !isCountry(body.holidays)) {
    throw invalidField('/holidays', 'tickets.unknown-country', { country: body.holidays });
  }
  const [before] = await readCalendarVersions(world.table, name, 1);
  const year = world.now.getUTCFullYear();
  const years = body.holidays === undefined ? [] : holidaysOf(body.holidays, year - yearsBefore, year + yearsAfter);
  const version = (before?.version ?? 0) + 1;
  const calendar = newCalendar(body, { name, version, years, at: world.now, by: caller.memberId });
  if (isDryRun === true) {
    const hours = hoursOf(calendar);
    const preview = await previewOf(world, (policy) =>
      policy.calendar.name === name ? { ...policy, calendar: { name, version }, hours } : undefined,
    );
    return new Reply(200, { ...calendarView(calendar), preview }, { 'preference-applied': 'dry-run' });
  }
  const isApplied = query.appliesTo === 'running' && before !== undefined;
  const replan = begunReplan({ of: 'calendar', name, to: version }, caller.memberId, world.now);
  const answer = { ...calendarView(calendar), ...(isApplied ? replanView(replan) : {}) };
  return world.commit([...puts(calendar), ...(isApplied ? [putReplan(replan, world.now)] : [])], answer);
});

export const getCalendar = route(getCalendarContract, async ({ params }, _caller, { table }) => {
  const [calendar] = params.name === alwaysOpen.name ? [alwaysOpen] : await readCalendarVersions(table, params.name, 1);
  if (calendar === undefined) throw missing();
  const { name, version } = calendar;
  return { ...calendarView(calendar), ...replanView(await readReplan(table, { of: 'calendar', name, to: version })) };
});

export const listCalendars = route(listCalendarsContract, async (_input, _caller, { table }) => {
  const { calendarVersions } = await readInForce(table);
  const items = [...calendarVersions].map(([name, version]) => ({ name, version }));
  return { items: items.toSorted((a, b) => (a.name < b.name ? -1 : 1)), next: null };
});

export const listCalendarVersions = route(
  listCalendarVersionsContract,
  async ({ params, query }, _caller, { table }) => {
    const before = fromCursor(z.int().positive(), query.cursor);
    const found = await readOf(
      params.name,
      (limit) => readCalendarVersions(table, params.name, limit, before),
      query.limit,
    );
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    return {
      items: items.map(calendarView),
      next: last === undefined || found.length <= query.limit ? null : toCursor(last.version),
    };
  },
);

async function readOf(name: string, read: (limit: number) => Promise<Calendar[]>, limit: number): Promise<Calendar[]> {
  if (name === alwaysOpen.name) return [alwaysOpen];
  const found = await read(limit + 1);
  if (found.length === 0) throw missing();
  return found;
}

function missing(): DomainError {
  return new DomainError('missing', 'tickets.no-calendar');
}
