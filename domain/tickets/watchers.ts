import { DomainError } from '../shared/error.ts';
import type { Ticket } from './ticket.ts';

const watchersMax = 20;

/** Watching is no work on a ticket: it changes neither its history nor its clock. */
export function watch(ticket: Ticket, memberId: string): Ticket {
  const { watcherIds = [] } = ticket;
  if (watcherIds.includes(memberId)) return ticket;
  if (watcherIds.length >= watchersMax)
    throw new DomainError('conflict', 'tickets.too-many-watchers', { max: watchersMax });
  return { ...ticket, watcherIds: [...watcherIds, memberId], version: ticket.version + 1 };
}

export function unwatch(ticket: Ticket, memberId: string): Ticket {
  const { watcherIds = [], ...rest } = ticket;
  if (!watcherIds.includes(memberId)) return ticket;
  const left = watcherIds.filter((each) => each !== memberId);
  return { ...rest, ...(left.length === 0 ? {} : { watcherIds: left }), version: ticket.version + 1 };
}
