import { DomainError } from '#domain/shared/error.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { answer } from '#domain/tickets/verdict.ts';
import type { Operation } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { putTicket } from '#store/tickets.ts';
import { putMessage, readPublicMessage } from '#store/tickets-messages.ts';
import { readSla } from '#store/tickets-sla.ts';
import { newMessage } from './message.ts';
import type { answerSatisfactionContract } from './satisfaction-contracts.ts';
import { notePage } from './satisfaction-page.ts';
import { readAsked } from './survey-link.ts';
import { nobody, readManagers, verdictNews } from './verdict-news.ts';

export const answerSatisfaction: Operation<typeof answerSatisfactionContract> = async (input, caller, world) => {
  const { ticket, cycle, by } = await readAsked(world, input.params.token);
  const isSatisfied = input.body.satisfied === 'yes';
  const comment = (input.body.comment ?? '').trim();
  const said = { ticketId: ticket.id, visibility: 'public', direction: 'in', via: 'web' } as const;
  const words = comment === '' ? undefined : newMessage(world, by, { ...said, text: comment });
  const { managerIds, managerId } = isSatisfied ? nobody : await readManagers(world, ticket);
  const given = {
    cycle,
    satisfied: isSatisfied,
    via: 'web',
    ...(words === undefined ? {} : { messageId: words.id }),
    ...(managerId === undefined ? {} : { managerId }),
    solution: cycle === ticket.cycle ? undefined : await readSolution(world, ticket),
  } as const;
  const after = answered(ticket, given, { by, now: world.now });
  if (after === undefined) return notePage('over', caller.locale);
  const page = notePage(isSatisfied ? 'thanks' : 'sorry', caller.locale);
  if (after === ticket) return page;
  const news = verdictNews(world, ticket, after, { managerIds, words });
  const put = putTicket(after, await readSla(world.table, after), { version: ticket.version }, news);
  return world.commit(words === undefined ? [put] : [put, putMessage(words)], page);
};

/** Undefined where the answer cannot be given any more: the reader is told so on a page, not in JSON. */
function answered(...[ticket, given, doing]: Parameters<typeof answer>): Ticket | undefined {
  try {
    return answer(ticket, given, doing);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** The last solution: a reopened ticket shows none, but it was said. */
async function readSolution({ table }: World, { id, history }: Ticket): Promise<string | undefined> {
  const messageId = history.findLast(({ type }) => type === 'resolved')?.messageId;
  return messageId === undefined ? undefined : (await readPublicMessage(table, id, messageId))?.text;
}
