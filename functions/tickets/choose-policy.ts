import type { Customer } from '#domain/customers/customer.ts';
import { currentTerm } from '#domain/tickets/replan.ts';
import { type Circumstances, policyFor } from '#domain/tickets/sla-policy.ts';
import type { Term } from '#domain/tickets/term.ts';
import { isActive, type Ticket } from '#domain/tickets/ticket.ts';
import type { Table } from '#store/table.ts';
import { readInForce, termNow } from '#store/tickets-sla.ts';

type Classified = Pick<Ticket, 'kind' | 'severity' | 'priority'>;

/** The term of a ticket that is opened now; none where the default policy is as delivered. One query. */
export async function readFirstTerms(
  table: Table,
  ticket: Classified,
  customer: Customer | undefined,
): Promise<Term[]> {
  const term = await readTerm(table, ticket, customer);
  return term.version === 0 ? [] : [term];
}

/**
 * The terms of a ticket that has been classified anew: another policy goes on from now, and what was used up stays used.
 * The same policy stays in the version that the ticket has.
 */
export async function readLaterTerms(
  table: Table,
  ticket: Ticket,
  customer: Customer | undefined,
  now: Date,
): Promise<readonly Term[]> {
  if (!isActive(ticket)) return ticket.terms;
  const term = await readTerm(table, ticket, customer);
  const current = currentTerm(ticket);
  if (term.policy === current.policy) return ticket.terms;
  const before = ticket.terms.length === 0 ? [current] : ticket.terms;
  return [...before, { ...term, from: now.toISOString() }];
}

async function readTerm(table: Table, ticket: Classified, customer: Customer | undefined): Promise<Term> {
  const inForce = await readInForce(table);
  return termNow(inForce, policyFor(inForce.policies, circumstancesOf(ticket, customer)));
}

function circumstancesOf({ kind, severity, priority }: Classified, customer: Customer | undefined): Circumstances {
  return { kind, severity, priority, level: customer?.level, customerKind: customer?.kind };
}
