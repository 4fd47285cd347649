import { assertOpened } from '#domain/shared/sealed.ts';
import { happened, notClosed } from '#domain/tickets/flow.ts';
import { ticketIdFor } from '#domain/tickets/ids.ts';
import { link } from '#domain/tickets/links.ts';
import { priorityOf } from '#domain/tickets/priority.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readCustomer } from '#store/customers.ts';
import { putTicket } from '#store/tickets.ts';
import { readInForce, readSla } from '#store/tickets-sla.ts';
import { readFirstTerms } from './choose-policy.ts';
import { nextWrite } from './commit.ts';
import { nextNumber, opened, requesterPlace } from './create-ticket.ts';
import type { splitTicketContract } from './flow-contracts.ts';
import { checkDepartment } from './parties.ts';
import { readVisible } from './read-visible.ts';
import { viewOf } from './view.ts';

export const splitTicket: Operation<typeof splitTicketContract> = async ({ params, body }, caller, world) => {
  const { table } = world;
  const ticket = await readVisible(world, caller, params.id);
  notClosed(ticket);
  if (body.departmentId !== undefined) await checkDepartment(table, body.departmentId);
  const { customerId } = ticket;
  const customer = customerId === undefined ? undefined : await readCustomer(table, customerId);
  const doing = { by: caller.memberId, now: world.now };
  const { kind = ticket.kind, severity = ticket.severity } = body;
  const priority = priorityOf({ kind, severity }, customer?.level);
  const terms = await readFirstTerms(table, await readInForce(table), { kind, severity, priority }, customer);
  const id = ticketIdFor(world.newId('tkt'), customer?.id);
  const fresh: Ticket = {
    ...partyOf(ticket),
    ...(body.departmentId === undefined ? queueOf(ticket) : { departmentId: body.departmentId }),
    ...{ kind, severity, subject: body.subject, description: body.description },
    id,
    number: await nextNumber(world),
    channel: ticket.channel,
    priority,
    tags: [],
    state: 'open',
    cycle: 1,
    history: [happened('opened', doing)],
    terms,
    told: [],
    escalations: [],
    version: 0,
    quietVersions: 0,
  };
  const [after, child] = link(ticket, fresh, 'child', [], doing);
  const sla = await readSla(table, child);
  const write = putTicket(child, sla, 'absent', [opened(world, child)]);
  const writes = [write, await nextWrite(world, ticket, after, []), ...(await requesterPlace(world, child))];
  return world.commit(writes, viewOf(child, sla, world.now));
};

/** Whose problem it is. */
function partyOf({ customerId, contactId, requester, sealed }: Ticket): Partial<Ticket> {
  assertOpened({ sealed });
  return {
    ...(customerId === undefined ? {} : { customerId }),
    ...(contactId === undefined ? {} : { contactId }),
    ...(requester === undefined ? {} : { requester }),
  };
}

function queueOf({ departmentId }: Ticket): Partial<Ticket> {
  return departmentId === undefined ? {} : { departmentId };
}
