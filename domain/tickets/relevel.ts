import { SYSTEM } from '../shared/ids.ts';
import { happened, isPrioritisedByHand, next } from './flow.ts';
import { priorityOf } from './priority.ts';
import { isActive, type Ticket } from './ticket.ts';

const because = { reason: 'customer-level' } as const;

/**
 * Its customer's level is another (TKT-11): the priority of what runs follows by the rules, up or down, unless somebody
 * has set it by hand. The same ticket where it stays.
 */
export function relevelled(ticket: Ticket, level: string | undefined, now: Date): Ticket {
  if (!isActive(ticket) || isPrioritisedByHand(ticket)) return ticket;
  const priority = priorityOf(ticket, level);
  if (priority === ticket.priority) return ticket;
  return next(ticket, { priority }, happened('prioritised', { by: SYSTEM, now }, { priority, ...because }));
}

/** Under another policy for the same reason, though the priority stayed. */
export function underAnotherPolicy(ticket: Ticket, now: Date): Ticket {
  return next(ticket, {}, happened('changed', { by: SYSTEM, now }, { fields: ['policy'], ...because }));
}
