import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Event } from '#events/define.ts';
import type { World } from '#functions/http/world.ts';
import { mailOf } from './commit.ts';
import { readAddressee, readResponsible } from './people.ts';

interface Told {
  readonly kind: 'ticket.resolved' | 'ticket.survey';
  /** The message that holds the solution. */
  readonly messageId: string | undefined;
}

interface Telling {
  /** Else somebody has the task to phone. */
  readonly isMailed: boolean;
  readonly events: readonly Event[];
}

const steps = { 'ticket.resolved': 'resolved', 'ticket.survey': 'survey' } as const;

/**
 * A mail to the contact, once for each cycle. Whoever has no e-mail is phoned: that is a task to the assignee, to
 * `otherwise` where there is none, else to the queue's managers (rules.md 2).
 */
export async function tellCustomer(
  world: World,
  ticket: Ticket,
  { kind, messageId }: Told,
  otherwise?: string,
): Promise<Telling> {
  const step = `${steps[kind]}/${ticket.cycle}`;
  const facts = messageId === undefined ? {} : { messageId };
  const contact = await readAddressee(world.table, ticket);
  if (contact !== undefined) {
    return { isMailed: true, events: [mailOf(world, ticket, { kind, step, to: contact, facts })] };
  }
  const why = kind === 'ticket.resolved' ? 'resolved' : 'survey';
  const callers = await readCallers(world, ticket, otherwise);
  const events = callers.map((memberId) =>
    mailOf(world, ticket, { kind: 'ticket.call', step, to: { memberId }, facts: { why } }),
  );
  return { isMailed: false, events };
}

async function readCallers({ table }: World, ticket: Ticket, otherwise: string | undefined): Promise<string[]> {
  if (ticket.assigneeId === undefined && otherwise !== undefined) return [otherwise];
  return (await readResponsible(table, ticket)).map(({ id }) => id);
}
