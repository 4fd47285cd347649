import type { Caller } from '#domain/shared/caller.ts';
import { invalidField } from '#domain/shared/error.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { World } from '#functions/http/world.ts';
import { readTicket } from '#store/tickets.ts';
import { isVisible } from './read-visible.ts';

/** A second ticket that a request names; one that the caller does not see is as unknown as none. */
export async function readOther(world: World, caller: Caller, id: string, pointer: string): Promise<Ticket> {
  const other = await readTicket(world.table, id);
  if (other === undefined || !(await isVisible(world.table, caller, other))) {
    throw invalidField(pointer, 'tickets.unknown-ticket');
  }
  return other;
}
