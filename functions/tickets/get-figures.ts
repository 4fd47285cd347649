import { toIsoDuration } from '#domain/tickets/duration.ts';
import { handlingFigures } from '#domain/tickets/handling-time.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readHandlingTimes } from '#store/tickets-figures.ts';
import type { getTicketFiguresContract } from './get-figures-contract.ts';

export const getTicketFigures: Operation<typeof getTicketFiguresContract> = async ({ query }, _caller, world) => {
  const { month } = query;
  const { solved, withinDay, averageMs } = handlingFigures(await readHandlingTimes(world.table, month));
  const average = averageMs === undefined ? {} : { averageHandlingTime: toIsoDuration(averageMs) };
  return { month, complaints: { solved, within24Hours: withinDay, ...average } };
};
