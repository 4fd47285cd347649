import { SYSTEM } from '#domain/shared/ids.ts';
import { goOnWith } from '#domain/tickets/measures.ts';
import { follow, openProcess, replaced } from '#domain/tickets/special-flow.ts';
import type { SpecialProcess } from '#domain/tickets/special-process.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { customerOwnerChanged, mergeSettled } from '#events/customers.ts';
import { memberDeactivated } from '#events/members.ts';
import { ticketClosed, ticketOpened, ticketReopened, ticketSeverityChanged } from '#events/tickets.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { readHeir } from '#store/members.ts';
import { type Write, withConsistentReads } from '#store/table.ts';
import { readTicket } from '#store/tickets.ts';
import { readActiveProcessIds, readProcess } from '#store/tickets-special-processes.ts';
import { processWrite } from './commit-process.ts';
import { readOwnerId, settled } from './joint-owner.ts';

/**
 * Keeps special processes with their tickets, customers and members. Each is brought to where those stand now, under its
 * version: whatever comes twice, late or in another order finds nothing left to do.
 */
export const handler = subscription(
  {
    context: 'tickets',
    name: 'on-special-process',
    events: [
      ticketOpened,
      ticketSeverityChanged,
      ticketReopened,
      ticketClosed,
      customerOwnerChanged,
      mergeSettled,
      memberDeactivated,
    ],
    dedupe: false,
  },
  async ({ detail }, given) => {
    const world = { ...given, table: withConsistentReads(given.table) };
    if ('ticketId' in detail) return ofTicket(world, detail);
    if ('fromOwnerId' in detail) return settleAll(world, await readActiveProcessIds(world.table, detail.fromOwnerId));
    if ('mergeId' in detail) return settleAll(world, await readActiveProcessIds(world.table));
    return memberLeft(world, detail.memberId);
  },
);

/** A major problem begins one, whoever took the ticket in; any other ticket costs the look whether it has one. */
async function ofTicket(
  world: World,
  { ticketId, ...detail }: { readonly ticketId: string; readonly severity?: string },
): Promise<void> {
  const process = await readProcess(world.table, ticketId);
  if (process === undefined && detail.severity !== 'major') return;
  const ticket = await readTicket(world.table, ticketId);
  if (ticket === undefined) return;
  if (process !== undefined) return followTicket(world, process, ticket);
  if (ticket.severity !== 'major' || ticket.state === 'closed') return;
  const jointOwnerId = await readOwnerId(world.table, ticket.customerId);
  const opened = openProcess(ticket, { trigger: 'major', jointOwnerId }, { by: SYSTEM, now: world.now });
  await world.table.commit([processWrite(world, undefined, opened)]);
}

async function followTicket(world: World, process: SpecialProcess, ticket: Ticket): Promise<void> {
  const doing = { by: SYSTEM, now: world.now };
  const after = await settled(world, follow(process, ticket, doing), ticket);
  if (after === process) return;
  const isOver = process.state !== 'closed' && after.state === 'closed';
  const elsewhere = isOver ? await goesOn(world, process, ticket) : [];
  await world.table.commit([processWrite(world, process, after), ...elsewhere]);
}

/** With a ticket that was merged goes its process. */
async function goesOn(world: World, process: SpecialProcess, { mergedIntoId }: Ticket): Promise<Write[]> {
  const into = mergedIntoId === undefined ? undefined : await readTicket(world.table, mergedIntoId);
  if (into === undefined || into.state === 'closed') return [];
  const other = await readProcess(world.table, into.id);
  const after = goOnWith(process, other, into, { by: SYSTEM, now: world.now });
  return after === undefined ? [] : [processWrite(world, other, after)];
}

/** Each by itself: what is settled is not found to differ again, so a second delivery does nothing. */
async function settleAll(world: World, ticketIds: readonly string[]): Promise<void> {
  for (const ticketId of ticketIds) {
    const [process, ticket] = await Promise.all([
      readProcess(world.table, ticketId),
      readTicket(world.table, ticketId),
    ]);
    if (process === undefined || ticket === undefined) continue;
    const after = await settled(world, process, ticket);
    if (after !== process) await world.table.commit([processWrite(world, process, after)]);
  }
}

/** Who has come back since then keeps what he had. */
async function memberLeft(world: World, memberId: string): Promise<void> {
  const heir = await readHeir(world.table, memberId);
  if (heir === undefined || heir.id === memberId) return;
  for (const ticketId of await readActiveProcessIds(world.table)) {
    const process = await readProcess(world.table, ticketId);
    if (process === undefined) continue;
    const after = replaced(process, memberId, heir.id, { by: SYSTEM, now: world.now });
    if (after !== process) await world.table.commit([processWrite(world, process, after)]);
  }
}
