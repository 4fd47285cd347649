import { noteOverdue } from '#domain/tickets/measures.ts';
import type { SpecialProcess } from '#domain/tickets/special-process.ts';
import type { Event } from '#events/define.ts';
import { specialProcessMeasureOverdue } from '#events/tickets.ts';
import type { World } from '#functions/http/world.ts';
import type { Write } from '#store/table.ts';
import { putProcess } from '#store/tickets-special-processes.ts';

/** The sweep's look at a special process: news of what is overdue, and nobody is written to. */
export function lookAtProcess(world: World, process: SpecialProcess): Write[] {
  const { after, overdue } = noteOverdue(process, world.now);
  const news = overdue.flatMap((number) => overdueNews(world, process, number));
  return [putProcess({ ...after, version: process.version + 1 }, news)];
}

function overdueNews(world: World, { ticketId, customerId, cycle, measures }: SpecialProcess, number: number): Event[] {
  const about = { ticketId, cycle, ...(customerId === undefined ? {} : { customerId }) };
  return measures
    .filter((measure) => measure.number === number)
    .map(({ memberId }) =>
      world.event(specialProcessMeasureOverdue, ticketId, { ...about, measure: number, memberId }),
    );
}
