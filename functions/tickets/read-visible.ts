import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { maySee } from '#domain/tickets/access.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomer } from '#store/customers.ts';
import { readMember } from '#store/members.ts';
import { maskedOf } from '#store/table.ts';
import { readTicket } from '#store/tickets.ts';

/** The ticket, or 404: what the caller may not see is not there for him. */
export async function readVisible({ table }: World, caller: Caller, id: string): Promise<Ticket> {
  const ticket = await readTicket(table, id);
  if (ticket === undefined || !(await isVisible(table, caller, ticket))) {
    throw new DomainError('missing', 'tickets.not-found');
  }
  return ticket;
}

export function isVisible(table: World['table'], caller: Caller, ticket: Ticket): Promise<boolean> {
  const { assigneeId, customerId } = ticket;
  return maySee(caller, ticket, {
    customer: async () => (customerId === undefined ? undefined : readCustomer(maskedOf(table), customerId)),
    assigneeDepartmentId: async () =>
      assigneeId === undefined ? undefined : (await readMember(table, assigneeId))?.departmentId,
  });
}
