import type { Member } from '#domain/members/member.ts';
import { dissatisfactionsOf } from '#domain/tickets/flow.ts';
import type { Message } from '#domain/tickets/message.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Event } from '#events/define.ts';
import { ticketAssigned, ticketClosed, ticketReopened } from '#events/tickets.ts';
import type { World } from '#functions/http/world.ts';
import { readManagersOf, readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import { worksOnTickets } from './candidates.ts';
import { about, mailOf } from './commit.ts';
import { readNamed } from './people.ts';

interface Managers {
  readonly managerIds: readonly string[];
  /** Who may take over: the first of them who works on tickets. Where none does the ticket stays with whom it is. */
  readonly managerId: string | undefined;
}

/** A satisfied customer concerns no manager. */
export const nobody: Managers = { managerIds: [], managerId: undefined };

/** The assignee's manager; without an assignee the queue's service managers. */
export async function readManagers({ table }: World, ticket: Ticket): Promise<Managers> {
  const { assigneeId } = ticket;
  const managers =
    assigneeId === undefined ? await readOfQueue(table, ticket) : await readManagersOf(table, assigneeId);
  return { managerIds: managers.map(({ id }) => id), managerId: managers.find(worksOnTickets)?.id };
}

async function readOfQueue(table: Table, ticket: Ticket): Promise<Member[]> {
  const named = await readNamed(table, ticket, ['service-manager']);
  const members = await Promise.all(named.map(({ memberId }) => readMember(table, memberId)));
  return members.filter((each) => each !== undefined);
}

interface Told {
  readonly managerIds: readonly string[];
  readonly words: Message | undefined;
}

/** What a verdict means to others: the end, or the next cycle with its managers told what the customer said. */
export function verdictNews(world: World, before: Ticket, after: Ticket, told: Told): Event[] {
  if (after.cycle > before.cycle) return reopenedNews(world, before, after, told);
  const isClosed = before.state !== 'closed' && after.state === 'closed';
  return isClosed ? [world.event(ticketClosed, after.id, about(after))] : [];
}

function reopenedNews(world: World, before: Ticket, after: Ticket, { managerIds, words }: Told): Event[] {
  const { id, assigneeId, customerId } = after;
  const times = dissatisfactionsOf(after);
  const facts = { times, ...(words === undefined ? {} : { messageId: words.id }) };
  const step = `dissatisfied/${before.cycle}`;
  const customer = customerId === undefined ? {} : { customerId };
  const isMoved = assigneeId !== before.assigneeId && assigneeId !== undefined;
  return [
    world.event(ticketReopened, id, about(after)),
    ...(isMoved ? [world.event(ticketAssigned, id, { ticketId: id, assigneeId, ...customer })] : []),
    ...[...new Set([...managerIds, ...(after.watcherIds ?? [])])].map((memberId) =>
      mailOf(world, after, { kind: 'ticket.dissatisfied', step, to: { memberId }, facts }),
    ),
  ];
}
