import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Event } from '#events/define.ts';
import type { World } from '#functions/http/world.ts';
import { mailOf } from './commit.ts';

/** Whoever watches a ticket is told how it ended, once for each cycle; not who ended it himself. */
export function watchersTold(world: World, ticket: Ticket, by: string): Event[] {
  const { watcherIds = [], cycle } = ticket;
  return watcherIds
    .filter((memberId) => memberId !== by)
    .map((memberId) =>
      mailOf(world, ticket, { kind: 'ticket.resolved', step: `resolved/${cycle}/watcher`, to: { memberId } }),
    );
}
