import { acknowledge } from '#domain/tickets/climb.ts';
import { next } from '#domain/tickets/flow.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readSla } from '#store/tickets-sla.ts';
import { commitTicket } from './commit.ts';
import { readVisible } from './read-visible.ts';
import type { acknowledgeEscalationContract } from './work-contracts.ts';

export const acknowledgeEscalation: Operation<typeof acknowledgeEscalationContract> = async (
  { params },
  caller,
  world,
) => {
  const ticket = await readVisible(world, caller, params.id);
  const escalations = acknowledge(ticket, await readSla(world.table, ticket), caller.memberId, world.now);
  return commitTicket(world, ticket, next(ticket, { escalations }), []);
};
