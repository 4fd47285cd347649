import * as z from 'zod';
import { CustomerCard } from '#domain/shared/customer-card.ts';
import { MemberId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { currentPromises, isPaused, nextDueAt, standingOf, stateOf, wasDropped } from '#domain/tickets/clock.ts';
import { toIsoDuration } from '#domain/tickets/duration.ts';
import { Escalation } from '#domain/tickets/escalation.ts';
import { openedAtOf } from '#domain/tickets/ids.ts';
import { defaultPolicy } from '#domain/tickets/policy.ts';
import { revisionOf, Ticket, TicketSummary } from '#domain/tickets/ticket.ts';

const Deadline = z.strictObject({
  /** Absent while paused. */
  by: UtcInstant.optional(),
  /** What is left of the target, while paused. */
  remaining: z.string().optional(),
  state: z.enum(['running', 'paused', 'met', 'breached']),
  metAt: UtcInstant.optional(),
});
type Deadline = z.output<typeof Deadline>;

/** The card, less what the caller's role keeps from him. */
const TicketCustomer = CustomerCard.partial({ level: true, mainContact: true });
export type TicketCustomer = z.output<typeof TicketCustomer>;

export const TicketView = Ticket.omit({ told: true, escalations: true, quietVersions: true }).extend({
  customer: TicketCustomer.optional(),
  deadlines: z.strictObject({ firstResponse: Deadline.optional(), resolution: Deadline.optional() }),
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

export function viewOf(ticket: Ticket, now: Date, customer?: TicketCustomer): TicketView {
  const { told: _, escalations, quietVersions: __, ...rest } = ticket;
  const dueAt = nextDueAt(ticket, defaultPolicy);
  const escalation = escalations.toSorted((a, b) => latest(a).localeCompare(latest(b))).at(-1);
  const [opened] = ticket.history;
  const last = ticket.history.at(-1);
  return {
    ...rest,
    version: revisionOf(ticket),
    deadlines: deadlinesOf(ticket, now),
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

function deadlinesOf(ticket: Ticket, now: Date): TicketView['deadlines'] {
  const kept = currentPromises(ticket, defaultPolicy).filter((promise) => !wasDropped(promise, defaultPolicy));
  return Object.fromEntries(kept.map((promise) => [promise.target, deadlineOf(promise, now)]));
}

export function deadlineOf(promise: Parameters<typeof stateOf>[0], now: Date): Deadline {
  const { by, leftMs } = standingOf(promise, defaultPolicy);
  const { metAt } = promise;
  return {
    ...(by === undefined ? {} : { by: new Date(by).toISOString() }),
    ...(by === undefined && isPaused(promise) ? { remaining: toIsoDuration(leftMs) } : {}),
    state: stateOf(promise, defaultPolicy, now.getTime()),
    ...(metAt === undefined ? {} : { metAt: new Date(metAt).toISOString() }),
  };
}

export function summaryOf(ticket: Ticket): TicketSummary {
  const { id, number, subject, kind, severity, priority, state, cycle, customerId, departmentId, assigneeId } = ticket;
  const dueAt = nextDueAt(ticket, defaultPolicy);
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
