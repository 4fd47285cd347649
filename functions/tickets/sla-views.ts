import * as z from 'zod';
import { Calendar } from '#domain/tickets/calendar.ts';
import { Replan, Timers } from '#domain/tickets/replan.ts';
import { SlaPolicy } from '#domain/tickets/sla-policy.ts';

/** How far a version has been brought to the tickets that run. */
const ReplanView = Replan.pick({ state: true, tickets: true, timers: true, startedAt: true, completedAt: true });

/** What a change would do to the timers that run; `complete` is false where there are more tickets than were looked at. */
const Preview = z.strictObject({ tickets: z.int().nonnegative(), complete: z.boolean(), timers: Timers });

const more = {
  replan: ReplanView.optional(),
  /** With `Prefer: dry-run` alone. */
  preview: Preview.optional(),
};

export const CalendarView = Calendar.extend({
  /** The first year from now on whose holidays are still to be published. */
  provisionalFrom: z.int().optional(),
  ...more,
});
export type CalendarView = z.output<typeof CalendarView>;

export const SlaPolicyView = SlaPolicy.extend(more);
export type SlaPolicyView = z.output<typeof SlaPolicyView>;

export function calendarView(calendar: Calendar): CalendarView {
  const { holidays, years = [] } = calendar;
  if (holidays === undefined) return calendar;
  const last = Math.max(...years.map(({ year }) => year), Number(calendar.createdAt.slice(0, 4)) - 1);
  return { ...calendar, provisionalFrom: last + 1 };
}

export function replanView(replan: Replan | undefined): Pick<CalendarView, 'replan'> {
  if (replan === undefined) return {};
  const { state, tickets, timers, startedAt, completedAt } = replan;
  return { replan: { state, tickets, timers, startedAt, ...(completedAt === undefined ? {} : { completedAt }) } };
}
