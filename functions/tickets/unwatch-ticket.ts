import { unwatch } from '#domain/tickets/watchers.ts';
import type { Operation } from '#functions/http/contract.ts';
import { commitChanged } from './commit.ts';
import type { unwatchTicketContract } from './flow-contracts.ts';
import { readVisible } from './read-visible.ts';
import { assertMayLetWatch } from './watching.ts';

export const unwatchTicket: Operation<typeof unwatchTicketContract> = async ({ params }, caller, world) => {
  assertMayLetWatch(caller, params.memberId);
  const ticket = await readVisible(world, caller, params.id);
  return commitChanged(world, ticket, unwatch(ticket, params.memberId));
};
