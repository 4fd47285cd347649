import { dissatisfactionsOf, dissatisfied, satisfied } from '#domain/tickets/flow.ts';
import type { Message } from '#domain/tickets/message.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { ticketAssigned, ticketClosed, ticketReopened } from '#events/tickets.ts';
import type { Operation } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { readManagersOf } from '#store/members.ts';
import { putMessage } from '#store/tickets-messages.ts';
import { about, commitTicket, mailOf } from './commit.ts';
import { newMessage } from './message.ts';
import { readNamed } from './people.ts';
import { readVisible } from './read-visible.ts';
import type { recordSatisfactionContract } from './work-contracts.ts';

export const recordSatisfaction: Operation<typeof recordSatisfactionContract> = async (input, caller, world) => {
  const { via, comment, satisfied: isSatisfied } = input.body;
  const ticket = await readVisible(world, caller, input.params.id);
  const doing = { by: caller.memberId, now: world.now };
  const said = { ticketId: ticket.id, visibility: 'public', direction: 'in', via } as const;
  const words = comment === undefined ? undefined : newMessage(world, caller.memberId, { ...said, text: comment });
  const verdict = { via, ...(words === undefined ? {} : { messageId: words.id }) };
  const beside = words === undefined ? [] : [putMessage(words)];
  if (isSatisfied) {
    const after = satisfied(ticket, verdict, doing);
    const isNews = ticket.state !== 'closed';
    return commitTicket(
      world,
      ticket,
      after,
      isNews ? [world.event(ticketClosed, ticket.id, about(after))] : [],
      beside,
    );
  }
  const managerIds = await readManagerIds(world, ticket);
  const [managerId] = managerIds;
  const after = dissatisfied(ticket, { ...verdict, ...(managerId === undefined ? {} : { managerId }) }, doing);
  return commitTicket(world, ticket, after, newsOf(world, ticket, after, { managerIds, words }), beside);
};

/** The assignee's manager; without an assignee the queue's service managers. */
async function readManagerIds({ table }: World, ticket: Ticket): Promise<string[]> {
  if (ticket.assigneeId !== undefined) return (await readManagersOf(table, ticket.assigneeId)).map(({ id }) => id);
  return (await readNamed(table, ticket, ['service-manager'])).map(({ memberId }) => memberId);
}

interface Told {
  readonly managerIds: readonly string[];
  readonly words: Message | undefined;
}

function newsOf(world: World, before: Ticket, after: Ticket, { managerIds, words }: Told) {
  const { id, assigneeId, customerId } = after;
  const times = dissatisfactionsOf(after);
  const facts = { times, ...(words === undefined ? {} : { messageId: words.id }) };
  const step = `dissatisfied/${before.cycle}`;
  return [
    world.event(ticketReopened, id, about(after)),
    ...(assigneeId === before.assigneeId || assigneeId === undefined
      ? []
      : [
          world.event(ticketAssigned, id, {
            ticketId: id,
            assigneeId,
            ...(customerId === undefined ? {} : { customerId }),
          }),
        ]),
    ...managerIds.map((memberId) =>
      mailOf(world, after, { kind: 'ticket.dissatisfied', step, to: { memberId }, facts }),
    ),
  ];
}
