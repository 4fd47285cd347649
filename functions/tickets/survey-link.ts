import * as z from 'zod';
import { DomainError } from '#domain/shared/error.ts';
import { ContactId, TicketId } from '#domain/shared/ids.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { openLink } from '#functions/http/links.ts';
import type { World } from '#functions/http/world.ts';
import { readTicket } from '#store/tickets.ts';

const Payload = z.tuple([TicketId, z.coerce.number().int().positive(), z.union([ContactId, z.literal('requester')])]);

interface Asked {
  readonly ticket: Ticket;
  readonly cycle: number;
  /** The contact who was written to, or `requester`. */
  readonly by: string;
}

/** What a satisfaction link asks about; mail signed it (functions/mail/survey-link.ts). Any other text is 404. */
export async function readAsked(world: World, token: string): Promise<Asked> {
  const payload = openLink(await world.secrets(), 'survey', token, world.now);
  const parsed = Payload.safeParse(payload?.split(' '));
  const ticket = parsed.success ? await readTicket(world.table, parsed.data[0]) : undefined;
  if (!parsed.success || ticket === undefined) throw new DomainError('missing', 'tickets.bad-link');
  const [, cycle, by] = parsed.data;
  return { ticket, cycle, by };
}
