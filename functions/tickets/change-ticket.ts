import type { Caller } from '#domain/shared/caller.ts';
import { invalidField } from '#domain/shared/error.ts';
import { edit } from '#domain/tickets/flow.ts';
import { revisionOf, type Ticket } from '#domain/tickets/ticket.ts';
import type { Input, Operation } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomer } from '#store/customers.ts';
import { StaleWrite } from '#store/table.ts';
import { readSla } from '#store/tickets-sla.ts';
import { withPolicy } from './choose-policy.ts';
import { commitTicket, severityNews } from './commit.ts';
import { opened } from './create-ticket.ts';
import { readNamedContact, readNamedCustomer } from './parties.ts';
import { readVisible } from './read-visible.ts';
import type { changeTicketContract } from './ticket-contracts.ts';
import { viewOf } from './view.ts';

export const changeTicket: Operation<typeof changeTicketContract> = async (input, caller, world) => {
  const ticket = await readVisible(world, caller, input.params.id);
  if (revisionOf(ticket) !== input.ifMatch) throw new StaleWrite([]);
  const body = await withSurvivor(world, input.body);
  const after = edit(ticket, body, { by: caller.memberId, now: world.now });
  // Nothing differs: the version stays, and nobody is told of a change.
  if (after.history.length === ticket.history.length) {
    return viewOf(ticket, await readSla(world.table, ticket), world.now);
  }
  await checkParties(world, caller, body, after);
  const isLinked = ticket.customerId === undefined && after.customerId !== undefined;
  const classified = await withPolicy(world, ticket, after);
  const news = [...(isLinked ? [opened(world, after)] : []), ...severityNews(world, ticket, after)];
  return commitTicket(world, ticket, classified, news);
};

type Body = Input<typeof changeTicketContract>['body'];

/** The old id of one who was merged stands for the survivor. */
async function withSurvivor({ table }: World, body: Body): Promise<Body> {
  if (body.customerId === undefined) return body;
  return { ...body, customerId: (await readCustomer(table, body.customerId))?.id ?? body.customerId };
}

async function checkParties(
  { table }: World,
  caller: Caller,
  { customerId, contactId }: Body,
  after: Ticket,
): Promise<void> {
  if (customerId === undefined && (contactId === undefined || contactId === null)) return;
  if (after.customerId === undefined) throw invalidField('/contactId', 'tickets.unknown-contact');
  const pointer = customerId === undefined ? '/contactId' : '/customerId';
  const customer = await readNamedCustomer(table, caller, after.customerId, pointer);
  if (after.contactId !== undefined) await readNamedContact(table, customer, after.contactId);
}
