import * as z from 'zod';
import { CustomerCard } from '#domain/shared/customer-card.ts';
import { MemberId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { currentPromises, isPaused, type Promised } from '#domain/tickets/clock.ts';
import { toIsoDuration } from '#domain/tickets/duration.ts';
import { Escalation } from '#domain/tickets/escalation.ts';
import { openedAtOf } from '#domain/tickets/ids.ts';
import type { Sla } from '#domain/tickets/sla.ts';
import { nextDueAt, standingOf, stateOf, wasDropped } from '#domain/tickets/standing.ts';
import type { Target } from '#domain/tickets/target.ts';
import { lastOf, revisionOf, Ticket, TicketSummary } from '#domain/tickets/ticket.ts';

const Deadline = z.strictObject({
  /** Absent while paused. */
  by: UtcInstant.optional(),
  /** What is left of the target, while paused. */
  remaining: z.string().optional(),
  state: z.enum(['running', 'paused', 'met', 'breached']),
  metAt: UtcInstant.optional(),
  /** Its year's holidays are still to be published: it may move. */
  provisional: z.literal(true).optional(),
});
type Deadline = z.output<typeof Deadline>;

/** The same for each target. */
export function byTarget<T>(each: T): Record<Target, T> {
  return { firstResponse: each, nextResponse: each, resolution: each, resultNotice: each, survey: each };
}

/** The card, less what the caller's role keeps from him. */
const TicketCustomer = CustomerCard.partial({ level: true, mainContact: true });
export type TicketCustomer = z.output<typeof TicketCustomer>;

export const TicketView = Ticket.omit({
  terms: true,
  told: true,
  escalations: true,
  quietVersions: true,
  sealed: true,
  opened: true,
}).extend({
  customer: TicketCustomer.optional(),
  deadlines: z.strictObject(byTarget(Deadline.optional())),
  nextDueAt: UtcInstant.optional(),
  /** The climb that reached its rung last. */
  escalation: Escalation.optional(),
  createdAt: UtcInstant,
  createdBy: z.string(),
  updatedAt: UtcInstant,
  updatedBy: z.string(),
});
export type TicketView = z.output<typeof TicketView>;

export const ListedTicket = TicketSummary.extend({ openedAt: UtcInstant, assigneeId: MemberId.optional() });
export type ListedTicket = z.output<typeof ListedTicket>;

export function viewOf(ticket: Ticket, sla: Sla, now: Date, customer?: TicketCustomer): TicketView {
  const { terms: _, told: __, escalations, quietVersions: ___, sealed: ____, opened: _____, ...rest } = ticket;
  const dueAt = nextDueAt(ticket, sla);
  const escalation = escalations.toSorted((a, b) => latest(a).localeCompare(latest(b))).at(-1);
  const [opened] = ticket.history;
  const last = lastOf(ticket);
  return {
    ...rest,
    version: revisionOf(ticket),
    deadlines: deadlinesOf(ticket, sla, now),
    ...(customer === undefined ? {} : { customer }),
    ...(dueAt === undefined ? {} : { nextDueAt: dueAt }),
    ...(escalation === undefined ? {} : { escalation }),
    createdAt: opened?.at ?? '',
    createdBy: opened?.by ?? '',
    updatedAt: last?.at ?? '',
    updatedBy: last?.by ?? '',
  };
}

function latest({ brokenAt, history }: Escalation): string {
  return history.at(-1)?.at ?? brokenAt;
}

/** Of a target that was promised several times in the cycle the last. */
function deadlinesOf(ticket: Ticket, sla: Sla, now: Date): TicketView['deadlines'] {
  const kept = currentPromises(ticket, sla).filter((promise) => !wasDropped(promise));
  return Object.fromEntries(kept.map((promise) => [promise.target, deadlineOf(promise, now)]));
}

export function deadlineOf(promise: Promised, now: Date): Deadline {
  const { by, leftMs } = standingOf(promise);
  const { metAt, spans } = promise;
  const isProvisional = by !== undefined && spans.at(-1)?.hours.isProvisional(by) === true;
  return {
    ...(by === undefined ? {} : { by: new Date(by).toISOString() }),
    ...(by === undefined && isPaused(promise) ? { remaining: toIsoDuration(leftMs) } : {}),
    state: stateOf(promise, now.getTime()),
    ...(metAt === undefined ? {} : { metAt: new Date(metAt).toISOString() }),
    ...(isProvisional ? { provisional: true as const } : {}),
  };
}

export function summaryOf(ticket: Ticket, sla: Sla): TicketSummary {
  const { id, number, subject, kind, severity, priority, state, cycle, customerId, departmentId, assigneeId } = ticket;
  const dueAt = nextDueAt(ticket, sla);
  return {
    ...{ id, number, subject, kind, severity, priority, state, cycle },
    ...(customerId === undefined ? {} : { customerId }),
    ...(departmentId === undefined ? {} : { departmentId }),
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(dueAt === undefined ? {} : { nextDueAt: dueAt }),
  };
}

export function listed(summary: TicketSummary): ListedTicket {
  return { ...summary, openedAt: openedAtOf(summary.id) };
}
