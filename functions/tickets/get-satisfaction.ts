import { cyclesOf } from '#domain/tickets/cycles.ts';
import { toIsoDuration } from '#domain/tickets/duration.ts';
import { dissatisfactionsOf } from '#domain/tickets/flow.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readVisible } from './read-visible.ts';
import type { getSatisfactionContract } from './satisfaction-contracts.ts';

export const getSatisfaction: Operation<typeof getSatisfactionContract> = async ({ params }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  return {
    ticketId: ticket.id,
    dissatisfactions: dissatisfactionsOf(ticket),
    cycles: cyclesOf(ticket).map(({ verdicts, ...cycle }) => ({
      ...cycle,
      ...lasted('toAnswer', cycle.startedAt, cycle.answeredAt),
      ...lasted('toSolution', cycle.startedAt, cycle.resolvedAt),
      verdicts: verdicts.map(({ type, at, by, via, messageId }) => ({
        at,
        by,
        ...(via === undefined ? {} : { via }),
        ...(messageId === undefined ? {} : { messageId }),
        satisfied: type === 'satisfied',
      })),
    })),
  };
};

function lasted(name: string, from: string, to: string | undefined): Record<string, string> {
  return to === undefined ? {} : { [name]: toIsoDuration(Date.parse(to) - Date.parse(from)) };
}
