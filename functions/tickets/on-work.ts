import { departmentAndAbove } from '#domain/members/department.ts';
import { SYSTEM } from '#domain/shared/ids.ts';
import { assign } from '#domain/tickets/flow.ts';
import { isActive } from '#domain/tickets/ticket.ts';
import { memberDutyChanged } from '#events/members.ts';
import { ticketAssigned, ticketClosed, ticketOpened, ticketReopened, ticketResolved } from '#events/tickets.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { readDepartments, readMember } from '#store/members.ts';
import { putNumber, putTicket, readAssignedIds, readTicket } from '#store/tickets.ts';
import { noteHandling } from '#store/tickets-figures.ts';
import { readQueue, readQueues } from '#store/tickets-queues.ts';
import { readSla } from '#store/tickets-sla.ts';
import { giveOut, giveOutQueue, lookAgain } from './give-out.ts';

/**
 * Lets a new ticket be found by its number, and gives work out: what arrives or comes back to a queue, what waited until somebody had room, what waited for somebody
 * to come on duty. Each ticket is given under its version, so a second delivery finds it given.
 */
export const handler = subscription(
  {
    context: 'tickets',
    name: 'on-work',
    events: [ticketOpened, ticketAssigned, ticketReopened, ticketResolved, ticketClosed, memberDutyChanged],
    dedupe: false,
  },
  async ({ type, detail }, world) => {
    if ('handBack' in detail) return dutyChanged(world, detail);
    if ('number' in detail) await world.table.commit([putNumber(detail.number, detail.ticketId)]);
    const isEnd = type === 'ticket.resolved' || type === 'ticket.closed';
    if (isEnd || type === 'ticket.reopened') await noteHandling(world.table, detail.ticketId);
    if (isEnd) return roomMade(world, detail.ticketId);
    if ('assigneeId' in detail && detail.assigneeId !== undefined) return;
    if (!(await giveOut(world, detail.ticketId))) await waits(world, detail.ticketId);
  },
);

async function waits(world: World, ticketId: string): Promise<void> {
  const departmentId = (await readTicket(world.table, ticketId))?.departmentId;
  if (departmentId !== undefined) await lookAgain(world, departmentId);
}

/** Whoever has finished something can take what waits. */
async function roomMade(world: World, ticketId: string): Promise<void> {
  const departmentId = (await readTicket(world.table, ticketId))?.departmentId;
  if (departmentId !== undefined) await giveOutQueue(world, await readQueue(world.table, departmentId));
}

interface Duty {
  readonly memberId: string;
  readonly onDuty: boolean;
  readonly handBack: 'none' | 'open' | 'all';
}

/** Whoever comes takes what waits in his queues; whoever goes hands back, and the others take that. */
async function dutyChanged(world: World, { memberId, onDuty, handBack }: Duty): Promise<void> {
  if (!onDuty) return handBack === 'none' ? undefined : handedBack(world, memberId, handBack);
  const member = await readMember(world.table, memberId);
  if (member === undefined) return;
  const above = departmentAndAbove(await readDepartments(world.table), member.departmentId).map(({ id }) => id);
  for (const queue of await readQueues(world.table)) {
    if (above.includes(queue.departmentId)) await giveOutQueue(world, queue);
  }
}

/** Back to its queue, for the others. What is solved waits for its customer, with him. */
async function handedBack(world: World, memberId: string, which: 'open' | 'all'): Promise<void> {
  for (const id of await readAssignedIds(world.table, memberId)) {
    const ticket = await readTicket(world.table, id);
    if (ticket?.assigneeId !== memberId || !isActive(ticket) || ticket.departmentId === undefined) continue;
    if (which === 'open' && ticket.state !== 'open') continue;
    const { departmentId, customerId } = ticket;
    const after = assign(ticket, { departmentId }, { by: SYSTEM, now: world.now });
    const customer = customerId === undefined ? {} : { customerId };
    const assigned = world.event(ticketAssigned, id, { ticketId: id, departmentId, ...customer });
    const sla = await readSla(world.table, after);
    await world.table.commit([putTicket(after, sla, { version: ticket.version }, [assigned])]);
  }
}
