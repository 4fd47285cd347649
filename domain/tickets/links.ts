import { DomainError, invalidField } from '../shared/error.ts';
import { assertOpened } from '../shared/sealed.ts';
import { type Doing, happened, next, notClosed } from './flow.ts';
import type { Link, LinkType, Ticket } from './ticket.ts';

const inverse = {
  parent: 'child',
  child: 'parent',
  duplicate: 'duplicate',
  'caused-by': 'causes',
  causes: 'caused-by',
} as const satisfies Record<LinkType, LinkType>;

export const linksMax = 50;
const mergedMax = 20;

/** The direction in which a chain of links is followed to find a circle; duplicates have none. */
export function upwards(type: LinkType): 'parent' | 'caused-by' | undefined {
  if (type === 'duplicate') return undefined;
  return type === 'parent' || type === 'child' ? 'parent' : 'caused-by';
}

/** The ticket below in such a chain, and the one above. */
export function ends(
  ticket: Ticket,
  other: Ticket,
  type: LinkType,
): { readonly below: Ticket; readonly above: Ticket } {
  const isUp = type === 'parent' || type === 'caused-by';
  return isUp ? { below: ticket, above: other } : { below: other, above: ticket };
}

/** Both tickets with a link between them; `above` are the ids above the upper one. A ticket has one parent at most. */
export function link(
  ticket: Ticket,
  other: Ticket,
  type: LinkType,
  above: readonly string[],
  doing: Doing,
): readonly [Ticket, Ticket] {
  if (ticket.id === other.id) throw invalidField('/ticketId', 'tickets.linked-to-itself');
  if (linkTo(ticket, other.id) !== undefined) throw new DomainError('conflict', 'tickets.already-linked-to');
  const chain = ends(ticket, other, type);
  if (above.includes(chain.below.id)) throw invalidField('/ticketId', 'tickets.link-circle');
  if (upwards(type) === 'parent' && linksOf(chain.below).some((each) => each.type === 'parent')) {
    throw new DomainError('conflict', 'tickets.has-parent', { number: chain.below.number });
  }
  return [linked(ticket, other.id, type, doing), linked(other, ticket.id, inverse[type], doing)];
}

function linked(ticket: Ticket, ticketId: string, type: LinkType, doing: Doing): Ticket {
  const links = [...linksOf(ticket), { type, ticketId }];
  if (links.length > linksMax) throw new DomainError('conflict', 'tickets.too-many-links', { number: ticket.number });
  return next(ticket, { links }, happened('linked', doing, { ticketId, link: type }));
}

export function unlink(ticket: Ticket, other: Ticket, doing: Doing): readonly [Ticket, Ticket] {
  const known = linkTo(ticket, other.id);
  if (known === undefined) throw new DomainError('missing', 'tickets.not-linked');
  return [unlinked(ticket, other.id, doing), unlinked(other, ticket.id, doing)];
}

function unlinked(ticket: Ticket, ticketId: string, doing: Doing): Ticket {
  const links = linksOf(ticket).filter((each) => each.ticketId !== ticketId);
  return next(ticket, { links: links.length === 0 ? undefined : links }, happened('unlinked', doing, { ticketId }));
}

export function linksOf({ links = [] }: Ticket): readonly Link[] {
  return links;
}

function linkTo(ticket: Ticket, ticketId: string): Link | undefined {
  return linksOf(ticket).find((each) => each.ticketId === ticketId);
}

/**
 * Two tickets about the same become one: the first is closed, what was said on it is read with the other, whose clock
 * goes on as it was. Never across customers: what one said would be another's to read.
 */
export function merge(ticket: Ticket, into: Ticket, doing: Doing): readonly [Ticket, Ticket] {
  if (ticket.id === into.id) throw invalidField('/intoId', 'tickets.merged-into-itself');
  notClosed(ticket);
  notClosed(into);
  if (ticket.customerId !== into.customerId || emailOf(ticket) !== emailOf(into)) {
    throw invalidField('/intoId', 'tickets.other-customer');
  }
  const mergedIds = [...new Set([...(into.mergedIds ?? []), ticket.id, ...(ticket.mergedIds ?? [])])];
  if (mergedIds.length > mergedMax) throw new DomainError('conflict', 'tickets.too-many-merged', { max: mergedMax });
  const watcherIds = [...new Set([...(into.watcherIds ?? []), ...(ticket.watcherIds ?? [])])];
  const closed = happened('closed', doing, { reason: 'merged', ticketId: into.id });
  return [
    next(ticket, { state: 'closed', waitingFor: undefined, mergedIntoId: into.id, mergedIds: undefined }, closed),
    next(
      into,
      { mergedIds, ...(watcherIds.length === 0 ? {} : { watcherIds }) },
      happened('merged', doing, { ticketId: ticket.id }),
    ),
  ];
}

/** Of two without a customer only the address tells whether the same person asks. */
function emailOf({ customerId, requester, sealed }: Ticket): string | undefined {
  if (customerId !== undefined || requester === undefined) return undefined;
  assertOpened({ sealed });
  return requester.email;
}
