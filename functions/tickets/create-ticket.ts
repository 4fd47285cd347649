import type { Caller } from '#domain/shared/caller.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { numberMonth, numberOf } from '#domain/shared/number.ts';
import { sells } from '#domain/tickets/access.ts';
import { happened } from '#domain/tickets/flow.ts';
import { ticketIdFor } from '#domain/tickets/ids.ts';
import { priorityOf } from '#domain/tickets/priority.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { ticketOpened } from '#events/tickets.ts';
import type { Input, Operation } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { digestWith } from '#store/customers-matching.ts';
import { readCompany } from '#store/members.ts';
import type { Write } from '#store/table.ts';
import { numberKey, putTicket } from '#store/tickets.ts';
import { putRequesterPlace } from '#store/tickets-requesters.ts';
import { type InForce, readInForce, readSla } from '#store/tickets-sla.ts';
import { readFirstTerms } from './choose-policy.ts';
import { readOther } from './other-ticket.ts';
import { checkDepartment, readDefaultQueue } from './parties.ts';
import { type Party, readParty, readRouted } from './route-ticket.ts';
import type { createTicketContract } from './ticket-contracts.ts';
import { viewOf } from './view.ts';

type Body = Input<typeof createTicketContract>['body'];

export const createTicket: Operation<typeof createTicketContract> = async ({ body }, caller, world) => {
  const { table } = world;
  assertParty(body, caller);
  const party = await readParty(table, caller, body);
  const { customer } = party;
  if (body.departmentId !== undefined) await checkDepartment(table, body.departmentId);
  if (body.continuesId !== undefined) await readOther(world, caller, body.continuesId, '/continuesId');
  const priority = priorityOf(body, customer?.level);
  const inForce = await readInForce(table);
  const terms = await readFirstTerms(table, inForce, { ...body, priority }, customer);
  const queue = await readQueueOf(world, caller, inForce, { ...body, priority }, party);
  const id = ticketIdFor(world.newId('tkt'), customer?.id);
  const ticket: Ticket = {
    id,
    // Last of the reads: a refused request uses up no number.
    number: await nextNumber(world),
    ...defined({ ...body, customerId: customer?.id }),
    ...queue,
    kind: body.kind,
    severity: body.severity,
    channel: body.channel,
    subject: body.subject,
    description: body.description,
    priority,
    tags: body.tags ?? [],
    state: 'open',
    cycle: 1,
    history: [happened('opened', { by: caller.memberId, now: world.now })],
    terms,
    told: [],
    escalations: [],
    version: 1,
    quietVersions: 0,
  };
  const sla = await readSla(table, ticket);
  const write = putTicket(ticket, sla, 'absent', [opened(world, ticket)]);
  return world.commit([write, ...(await requesterPlace(world, ticket))], viewOf(ticket, sla, world.now));
};

function assertParty({ customerId, contactId, requester }: Body, caller: Caller): void {
  if (customerId !== undefined && requester !== undefined) {
    throw invalidField('/requester', 'tickets.requester-and-customer');
  }
  if (customerId !== undefined) return;
  if (sells(caller) || contactId !== undefined) throw invalidField('/customerId', 'tickets.customer-missing');
  if (requester === undefined) throw new DomainError('invalid', 'tickets.requester-missing');
}

/** The queue that is named, else that of the first rule that takes the ticket, else the caller's or the service queue. */
async function readQueueOf(
  world: World,
  caller: Caller,
  inForce: InForce,
  ticket: Body & Pick<Ticket, 'priority'>,
  party: Party,
): Promise<Pick<Ticket, 'departmentId' | 'routed'>> {
  if (ticket.departmentId !== undefined) return { departmentId: ticket.departmentId };
  const routed = await readRouted(world, inForce.routing, { ...ticket, tags: ticket.tags ?? [] }, party);
  if (routed !== undefined) return { departmentId: routed.departmentId, routed };
  const departmentId = await readDefaultQueue(world.table, caller);
  return departmentId === undefined ? {} : { departmentId };
}

/** The number that a new ticket will bear. */
export async function nextNumber({ table, now }: World): Promise<string> {
  const { zone } = await readCompany(table);
  const month = numberMonth(now, zone);
  return numberOf('FK', month, await table.next(numberKey(month), 'count'));
}

/** Where an erasure finds him, who is no contact yet. */
export async function requesterPlace({ secrets }: World, ticket: Ticket): Promise<Write[]> {
  return ticket.requester === undefined ? [] : putRequesterPlace(digestWith((await secrets()).matching), ticket);
}

type Optional = Pick<Body, 'customerId' | 'contactId' | 'requester' | 'continuesId'>;

function defined({ customerId, contactId, requester, continuesId }: Optional): Partial<Ticket> {
  return {
    ...(customerId === undefined ? {} : { customerId }),
    ...(contactId === undefined ? {} : { contactId }),
    ...(requester === undefined ? {} : { requester }),
    ...(continuesId === undefined ? {} : { continuesId }),
  };
}

/** Also published when a ticket from triage is linked: for that customer it is opened then. */
export function opened(world: World, ticket: Ticket) {
  const { id, customerId, contactId, number, kind, severity, departmentId } = ticket;
  return world.event(ticketOpened, id, {
    ticketId: id,
    number,
    kind,
    severity,
    ...(customerId === undefined ? {} : { customerId }),
    ...(contactId === undefined ? {} : { contactId }),
    ...(departmentId === undefined ? {} : { departmentId }),
  });
}
