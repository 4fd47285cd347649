import { ends, link, linksMax, linksOf, upwards } from '#domain/tickets/links.ts';
import type { LinkType, Ticket } from '#domain/tickets/ticket.ts';
import type { Operation } from '#functions/http/contract.ts';
import type { Table } from '#store/table.ts';
import { readTicket } from '#store/tickets.ts';
import { commitTicket, nextWrite } from './commit.ts';
import type { linkTicketContract } from './flow-contracts.ts';
import { readOther } from './other-ticket.ts';
import { readVisible } from './read-visible.ts';

export const linkTicket: Operation<typeof linkTicketContract> = async ({ params, body }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const other = await readOther(world, caller, body.ticketId, '/ticketId');
  const above = await readAbove(world.table, ticket, other, body.type);
  const [after, otherAfter] = link(ticket, other, body.type, above, { by: caller.memberId, now: world.now });
  return commitTicket(world, ticket, after, [], [await nextWrite(world, other, otherAfter, [])]);
};

/** Everything above the upper of the two, as far as a chain can sensibly go; a circle longer than that takes fifty people. */
async function readAbove(table: Table, ticket: Ticket, other: Ticket, type: LinkType): Promise<readonly string[]> {
  const up = upwards(type);
  if (up === undefined) return [];
  const { above } = ends(ticket, other, type);
  const seen = new Set([above.id]);
  const open = [above];
  for (const each of open) {
    for (const { type: kind, ticketId } of linksOf(each)) {
      if (kind !== up || seen.has(ticketId) || seen.size > linksMax) continue;
      seen.add(ticketId);
      const found = await readTicket(table, ticketId);
      if (found !== undefined) open.push(found);
    }
  }
  return [...seen];
}
