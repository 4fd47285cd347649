import { classify } from '#domain/tickets/flow.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readCustomer } from '#store/customers.ts';
import { withPolicy } from './choose-policy.ts';
import { commitTicket, severityNews } from './commit.ts';
import type { classifyTicketContract } from './flow-contracts.ts';
import { readVisible } from './read-visible.ts';

export const classifyTicket: Operation<typeof classifyTicketContract> = async ({ params, body }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const { customerId } = ticket;
  const customer = customerId === undefined ? undefined : await readCustomer(world.table, customerId);
  const after = classify(ticket, body, customer?.level, { by: caller.memberId, now: world.now });
  return commitTicket(world, ticket, await withPolicy(world, ticket, after), severityNews(world, ticket, after));
};
