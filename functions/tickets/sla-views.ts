import * as z from 'zod';
import { TicketId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { Calendar } from '#domain/tickets/calendar.ts';
import { Replan, Timers } from '#domain/tickets/replan.ts';
import { SlaPolicy } from '#domain/tickets/sla-policy.ts';
import { byTarget } from './view.ts';

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

const PromiseView = z.strictObject({
  allowed: z.string(),
  startedAt: UtcInstant,
  by: UtcInstant.optional(),
  remaining: z.string().optional(),
  state: z.enum(['running', 'paused', 'met', 'breached', 'dropped']),
  metAt: UtcInstant.optional(),
  provisional: z.literal(true).optional(),
  segments: z.array(
    z.strictObject({
      from: UtcInstant,
      to: UtcInstant,
      kind: z.enum(['counted', 'offHours', 'holiday', 'paused', 'closed']),
      cause: z.string(),
      duration: z.string(),
    }),
  ),
  /** By kind; they add up to `elapsed` exactly. */
  sums: z.record(z.string(), z.string()),
  elapsed: z.string(),
});

export const SlaView = z.strictObject({
  ticketId: TicketId,
  policy: z.string(),
  /** The versions that it is counted by; a later one with the instant from which it counts, or `anew`: as if it always had. */
  terms: z.array(
    z.strictObject({
      policy: z.string(),
      version: z.int(),
      calendar: z.string(),
      calendarVersion: z.int(),
      from: UtcInstant.optional(),
      anew: z.literal(true).optional(),
    }),
  ),
  cycles: z.array(
    z.strictObject({
      cycle: z.int(),
      ...byTarget(PromiseView.optional()),
      /** One for each time that the customer asked. */
      nextResponse: z.array(PromiseView).optional(),
    }),
  ),
});
export type SlaView = z.output<typeof SlaView>;
