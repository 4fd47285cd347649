import { dissatisfied, satisfied } from '#domain/tickets/flow.ts';
import type { Operation } from '#functions/http/contract.ts';
import { putMessage } from '#store/tickets-messages.ts';
import { commitTicket } from './commit.ts';
import { newMessage } from './message.ts';
import { readVisible } from './read-visible.ts';
import { nobody, readManagers, verdictNews } from './verdict-news.ts';
import type { recordSatisfactionContract } from './work-contracts.ts';

export const recordSatisfaction: Operation<typeof recordSatisfactionContract> = async (input, caller, world) => {
  const { via, comment, satisfied: isSatisfied } = input.body;
  const ticket = await readVisible(world, caller, input.params.id);
  const doing = { by: caller.memberId, now: world.now };
  const said = { ticketId: ticket.id, visibility: 'public', direction: 'in', via } as const;
  const words = comment === undefined ? undefined : newMessage(world, caller.memberId, { ...said, text: comment });
  const verdict = { via, ...(words === undefined ? {} : { messageId: words.id }) };
  const { managerIds, managerId } = isSatisfied ? nobody : await readManagers(world, ticket);
  const after = isSatisfied
    ? satisfied(ticket, verdict, doing)
    : dissatisfied(ticket, { ...verdict, ...(managerId === undefined ? {} : { managerId }) }, doing);
  const news = verdictNews(world, ticket, after, { managerIds, words });
  return commitTicket(world, ticket, after, news, words === undefined ? [] : [putMessage(words)]);
};
