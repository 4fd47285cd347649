import { watch } from '#domain/tickets/watchers.ts';
import type { Operation } from '#functions/http/contract.ts';
import { commitChanged } from './commit.ts';
import type { watchTicketContract } from './flow-contracts.ts';
import { readVisible } from './read-visible.ts';
import { assertMayLetWatch, checkWatcher } from './watching.ts';

export const watchTicket: Operation<typeof watchTicketContract> = async ({ params }, caller, world) => {
  assertMayLetWatch(caller, params.memberId);
  const ticket = await readVisible(world, caller, params.id);
  await checkWatcher(world, caller, ticket, params.memberId);
  return commitChanged(world, ticket, watch(ticket, params.memberId));
};
