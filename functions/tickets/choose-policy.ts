import type { Customer } from '#domain/customers/customer.ts';
import { currentTerm, underTerms } from '#domain/tickets/replan.ts';
import { asksForContracts, policyFor } from '#domain/tickets/sla-policy.ts';
import type { Term } from '#domain/tickets/term.ts';
import { isActive, type Ticket } from '#domain/tickets/ticket.ts';
import type { World } from '#functions/http/world.ts';
import { readRunningContractsOf } from '#store/contracts.ts';
import { readCustomer } from '#store/customers.ts';
import type { Table } from '#store/table.ts';
import { type InForce, readInForce, readSla, termNow } from '#store/tickets-sla.ts';

type Classified = Pick<Ticket, 'kind' | 'severity' | 'priority'>;

/**
 * The term of a ticket that is opened now; none where the default policy is as delivered. One query where a policy asks
 * for contracts.
 */
export async function readFirstTerms(
  table: Table,
  inForce: InForce,
  ticket: Classified,
  customer: Customer | undefined,
): Promise<Term[]> {
  const term = await readTerm(table, inForce, ticket, customer);
  return term.version === 0 ? [] : [term];
}

/**
 * The terms of a ticket that has been classified anew: another policy goes on from now, and what was used up stays used.
 * The same policy stays in the version that the ticket has.
 */
async function readLaterTerms(
  table: Table,
  ticket: Ticket,
  customer: Customer | undefined,
  now: Date,
): Promise<readonly Term[]> {
  if (!isActive(ticket)) return ticket.terms;
  const term = await readTerm(table, await readInForce(table), ticket, customer);
  const current = currentTerm(ticket);
  if (term.policy === current.policy) return ticket.terms;
  const before = ticket.terms.length === 0 ? [current] : ticket.terms;
  return [...before, { ...term, from: now.toISOString() }];
}

async function readTerm(
  table: Table,
  inForce: InForce,
  ticket: Classified,
  customer: Customer | undefined,
): Promise<Term> {
  const { kind, severity, priority } = ticket;
  const circumstances = { kind, severity, priority, level: customer?.level, customerKind: customer?.kind };
  const contracts =
    customer !== undefined && asksForContracts(inForce.policies) ? await readContractKinds(table, customer.id) : [];
  return termNow(inForce, policyFor(inForce.policies, { ...circumstances, contracts }));
}

/** Of the contracts that run; so many a customer hardly has. */
const contractsMax = 200;

async function readContractKinds(table: Table, customerId: string): Promise<string[]> {
  return (await readRunningContractsOf(table, { customerId }, contractsMax)).map(({ kind }) => kind);
}

/** Under the policy that is for it now, if that is another. */
export async function underPolicyNow(
  { table, now }: World,
  ticket: Ticket,
  customer: Customer | undefined,
): Promise<Ticket> {
  const terms = await readLaterTerms(table, ticket, customer, now);
  return terms === ticket.terms ? ticket : underTerms(ticket, terms, await readSla(table, { terms }), now);
}

/** Another kind, severity, priority or customer may mean another policy. */
export async function withPolicy(world: World, before: Ticket, after: Ticket): Promise<Ticket> {
  const asked = ['kind', 'severity', 'priority', 'customerId'] as const;
  if (asked.every((name) => before[name] === after[name])) return after;
  const customer = after.customerId === undefined ? undefined : await readCustomer(world.table, after.customerId);
  return underPolicyNow(world, after, customer);
}
