import { MessageId } from '#domain/shared/ids.ts';
import { seesNotes } from '#domain/tickets/access.ts';
import type { Operation } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readMessages } from '#store/tickets-messages.ts';
import { readVisible } from './read-visible.ts';
import type { listMessagesContract } from './work-contracts.ts';

export const listMessages: Operation<typeof listMessagesContract> = async ({ params, query }, caller, world) => {
  const { id, mergedIds = [] } = await readVisible(world, caller, params.id);
  const { items, next } = await readMessages(world.table, [id, ...mergedIds], {
    visible: seesNotes(caller) ? ['public', 'internal'] : ['public'],
    limit: query.limit,
    after: fromCursor(MessageId, query.cursor),
  });
  return { items: [...items], next: next === undefined ? null : toCursor(next) };
};
