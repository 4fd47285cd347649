import { DomainError } from '#domain/shared/error.ts';
import { unlink } from '#domain/tickets/links.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readTicket } from '#store/tickets.ts';
import { commitTicket, nextWrite } from './commit.ts';
import type { unlinkTicketContract } from './flow-contracts.ts';
import { readVisible } from './read-visible.ts';

export const unlinkTicket: Operation<typeof unlinkTicketContract> = async ({ params }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const other = await readTicket(world.table, params.otherId);
  if (other === undefined) throw new DomainError('missing', 'tickets.not-linked');
  const [after, otherAfter] = unlink(ticket, other, { by: caller.memberId, now: world.now });
  return commitTicket(world, ticket, after, [], [await nextWrite(world, other, otherAfter, [])]);
};
