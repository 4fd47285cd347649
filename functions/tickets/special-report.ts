import type { Channel } from '#domain/shared/channel.ts';
import { MessageId } from '#domain/shared/ids.ts';
import { respond } from '#domain/tickets/flow.ts';
import { processNotClosed, reportResult } from '#domain/tickets/special-flow.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { ticketAnswered } from '#events/tickets.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import type { World } from '#functions/http/world.ts';
import type { Write } from '#store/table.ts';
import { putMessage } from '#store/tickets-messages.ts';
import { putUpdate, readUpdates } from '#store/tickets-special-processes.ts';
import { about, nextWrite } from './commit.ts';
import { commitProcess, readHandled } from './commit-process.ts';
import { newMessage } from './message.ts';
import { answerMail } from './respond-to-ticket.ts';
import {
  addProcessUpdateContract,
  listProcessUpdatesContract,
  reportResultContract,
} from './special-process-contracts.ts';

export const addProcessUpdate = route(addProcessUpdateContract, async ({ params, body }, caller, world) => {
  const { process } = await readHandled(world, caller, params.id);
  processNotClosed(process);
  const { ticketId } = process;
  const at = world.now.toISOString();
  const update = { id: world.newId('msg'), ticketId, text: body.text, at, by: caller.memberId };
  return world.commit([putUpdate(update)], update);
});

export const listProcessUpdates = route(listProcessUpdatesContract, async ({ params, query }, caller, world) => {
  const { stored } = await readHandled(world, caller, params.id);
  const after = fromCursor(MessageId, query.cursor);
  const { items, next } = await readUpdates(world.table, stored.ticketId, { limit: query.limit, after });
  return { items, next: next === undefined ? null : toCursor(next) };
});

/** What the customer was told is also a public answer on the ticket, written with it. */
export const reportResultRoute = route(reportResultContract, async ({ params, body }, caller, world) => {
  const handled = await readHandled(world, caller, params.id);
  const { ticket, process } = handled;
  const { message: text, via, reporterId = caller.memberId } = body;
  const said = { ticketId: ticket.id, visibility: 'public', direction: 'out', text, via } as const;
  const message = newMessage(world, caller.memberId, said);
  const doing = { by: caller.memberId, now: world.now };
  const after = reportResult(process, ticket, { reporterId, via, messageId: message.id }, doing);
  const answered = await answerWrites(world, ticket, { via, messageId: message.id }, doing);
  return commitProcess(world, handled, after, [...answered, putMessage(message)]);
});

/** A closed ticket stays as it is: the message is kept with it. */
async function answerWrites(
  world: World,
  ticket: Ticket,
  answer: { readonly via: Channel; readonly messageId: string },
  doing: Parameters<typeof respond>[2],
): Promise<Write[]> {
  if (ticket.state === 'closed') return [];
  const after = respond(ticket, answer, doing);
  const mails = answer.via === 'email' ? [await answerMail(world, after, answer.messageId)] : [];
  return [await nextWrite(world, ticket, after, [world.event(ticketAnswered, ticket.id, about(after)), ...mails])];
}
