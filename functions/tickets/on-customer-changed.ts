import type { Customer } from '#domain/customers/customer.ts';
import { relevelled, underAnotherPolicy } from '#domain/tickets/relevel.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { customerChanged } from '#events/customers.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomer } from '#store/customers.ts';
import { withConsistentReads } from '#store/table.ts';
import { putTicket, ticketsOfCustomer } from '#store/tickets.ts';
import { readSla } from '#store/tickets-sla.ts';
import { underPolicyNow } from './choose-policy.ts';

/**
 * Another level of a customer is another priority, and may be another policy, of the tickets that run: what was used up
 * stays used. By the level as it is now, however late the news; each ticket under its version, so that a second delivery
 * finds nothing to do, and one that somebody wrote meanwhile is looked at again.
 */
export const handler = subscription(
  { context: 'tickets', name: 'on-customer-changed', events: [customerChanged], dedupe: false },
  async ({ detail: { customerId, fields } }, world) => {
    if (!fields.includes('level')) return;
    const customer = await readCustomer(withConsistentReads(world.table), customerId);
    if (customer?.id !== customerId) return;
    for await (const ticket of ticketsOfCustomer(world.table, customerId)) await relevel(world, ticket, customer);
  },
);

async function relevel(world: World, ticket: Ticket, customer: Customer): Promise<void> {
  const prioritised = relevelled(ticket, customer.level, world.now);
  const ruled = await underPolicyNow(world, prioritised, customer);
  if (ruled === ticket) return;
  const after = prioritised === ticket ? underAnotherPolicy(ruled, world.now) : ruled;
  await world.table.commit([putTicket(after, await readSla(world.table, after), { version: ticket.version })]);
}
