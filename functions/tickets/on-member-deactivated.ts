import { SYSTEM } from '#domain/shared/ids.ts';
import { assign } from '#domain/tickets/flow.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { memberDeactivated } from '#events/members.ts';
import { ticketAssigned } from '#events/tickets.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { readRecipient } from '#store/members.ts';
import { withConsistentReads } from '#store/table.ts';
import { putTicket, readAssignedIds, readTicket } from '#store/tickets.ts';
import { readSla } from '#store/tickets-sla.ts';

/** What is still of the member goes to his successor, else back to its queue; what is closed stays as it was. */
export const handler = subscription(
  { context: 'tickets', name: 'on-member-deactivated', events: [memberDeactivated], dedupe: false },
  async ({ detail: { memberId } }, world) => {
    // Who has come back since then keeps his work, and a successor who has left passes it on, however late the event is.
    const heir = await readRecipient(withConsistentReads(world.table), memberId);
    if (heir?.id === memberId) return;
    // Each ticket on its own: a ticket that has moved is not found again, so a second delivery does nothing.
    for (const id of await readAssignedIds(world.table, memberId)) {
      const ticket = await readTicket(world.table, id);
      if (ticket?.assigneeId === memberId && ticket.state !== 'closed') await handOver(world, ticket, heir?.id);
    }
  },
);

async function handOver(world: World, ticket: Ticket, successorId: string | undefined): Promise<void> {
  const { id, departmentId, customerId } = ticket;
  const to = {
    ...(successorId === undefined ? {} : { assigneeId: successorId }),
    ...(departmentId === undefined ? {} : { departmentId }),
  };
  const after = assign(ticket, to, { by: SYSTEM, now: world.now });
  const assigned = world.event(ticketAssigned, id, {
    ticketId: id,
    ...to,
    ...(customerId === undefined ? {} : { customerId }),
  });
  const sla = await readSla(world.table, after);
  await world.table.commit([putTicket(after, sla, { version: ticket.version }, [assigned])]);
}
