import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Event } from '#events/define.ts';
import { type MailKind, mailRequested } from '#events/mail.ts';
import { ticketSeverityChanged } from '#events/tickets.ts';
import type { World } from '#functions/http/world.ts';
import type { Write } from '#store/table.ts';
import { putTicket } from '#store/tickets.ts';
import { readSla } from '#store/tickets-sla.ts';
import { type TicketView, viewOf } from './view.ts';

/** Writes the ticket's next version with its news, over the version that was read. */
export async function commitTicket(
  world: World,
  before: Ticket,
  after: Ticket,
  events: readonly Event[],
  beside: readonly Write[] = [],
): Promise<TicketView> {
  const sla = await readSla(world.table, after);
  const write = putTicket(after, sla, { version: before.version }, events);
  return world.commit([write, ...beside], viewOf(after, sla, world.now));
}

/** The next version of a ticket that changes with another, in the same transaction. */
export async function nextWrite(world: World, before: Ticket, after: Ticket, events: readonly Event[]): Promise<Write> {
  return putTicket(after, await readSla(world.table, after), { version: before.version }, events);
}

/** Nothing is written where nothing differs. */
export async function commitChanged(world: World, before: Ticket, after: Ticket): Promise<TicketView> {
  if (after === before) return viewOf(before, await readSla(world.table, before), world.now);
  return commitTicket(world, before, after, []);
}

/** What most events say about a ticket. */
export function about({ id, customerId, cycle }: Ticket) {
  return { ticketId: id, cycle, ...(customerId === undefined ? {} : { customerId }) };
}

/** Whoever handles grave problems differently hears of those that only turned out to be. */
export function severityNews(world: World, before: Ticket, after: Ticket): Event[] {
  const { id, severity } = after;
  return severity === before.severity ? [] : [world.event(ticketSeverityChanged, id, { ...about(after), severity })];
}

export type MailTo =
  | { readonly memberId: string }
  | { readonly customerId: string; readonly contactId: string }
  | { readonly ticketId: string };

export interface Mail {
  readonly kind: MailKind;
  /** What follows the ticket's id in the reference: `resolution/1/warning`. */
  readonly step: string;
  readonly to: MailTo;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** The request for a mail travels in the ticket whose state causes it. */
export function mailOf(world: World, ticket: Ticket, { kind, step, to, facts = {} }: Mail): Event {
  const { id, number, customerId } = ticket;
  const all = { ticketId: id, number, ...(customerId === undefined ? {} : { customerId }), ...facts };
  return world.event(mailRequested, id, { kind, ref: `${id}#${step}`, to, facts: all });
}
