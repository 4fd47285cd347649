import { Message } from '#domain/tickets/message.ts';
import type { Key } from './keys.ts';
import type { Item, Table, Write } from './table.ts';
import { ticketPartition } from './tickets.ts';

type Visibility = Message['visibility'];

/** Public messages and internal notes stand in ranges of their own: who may not see notes does not read them. */
function messagePrefix(ticketId: string, visibility: Visibility): string {
  return `${visibility}#${ticketId}#`;
}

function messageKey(ticketId: string, visibility: Visibility, messageId: string): Key {
  return { pk: ticketPartition(ticketId), sk: messagePrefix(ticketId, visibility) + messageId };
}

/** Written once, and only ever blanked. */
export function putMessage({ id, ticketId, visibility, ...item }: Message): Write {
  return { op: 'put', key: messageKey(ticketId, visibility, id), item, expect: 'absent' };
}

function toMessage(ticketId: string, visibility: Visibility, id: string, item: Item): Message {
  return Message.parse({ ...item, id, ticketId, visibility });
}

/** 0.5 RRU. A public message, for example to be written into a mail. */
export async function readPublicMessage(table: Table, ticketId: string, id: string): Promise<Message | undefined> {
  const item = await table.get(messageKey(ticketId, 'public', id));
  return item === undefined ? undefined : toMessage(ticketId, 'public', id, item);
}

/** 0.5 RRU for each range. A message of those that may be seen. */
export async function readMessage(
  table: Table,
  ticketId: string,
  id: string,
  visible: readonly Visibility[],
): Promise<Message | undefined> {
  const items = await table.getMany(visible.map((visibility) => messageKey(ticketId, visibility, id)));
  const [found] = visible.flatMap((visibility, i) => {
    const item = items[i];
    return item === undefined ? [] : [toMessage(ticketId, visibility, id, item)];
  });
  return found;
}

/** In its place with nothing in it: the one change that a message ever sees. */
export function blankMessage(message: Message): Write {
  return { ...putMessage(message), expect: 'any' } as Write;
}

/** A page of what may be seen of what was said on tickets, oldest first; `after` is the id of the last one given. */
export async function readMessages(
  table: Table,
  ticketIds: readonly string[],
  { visible, limit, after }: { visible: readonly Visibility[]; limit: number; after: string | undefined },
): Promise<{ readonly items: readonly Message[]; readonly next: string | undefined }> {
  const ranges = ticketIds.flatMap((ticketId) => visible.map((visibility) => ({ ticketId, visibility })));
  const pages = await Promise.all(
    ranges.map(async ({ ticketId, visibility }) => {
      const beginsWith = messagePrefix(ticketId, visibility);
      const options = { pk: ticketPartition(ticketId), beginsWith, limit };
      const from = after === undefined ? {} : { after: messageKey(ticketId, visibility, after) };
      const page = await table.query({ ...options, ...from });
      const items = page.items.map(({ key, item }) =>
        toMessage(ticketId, visibility, key.sk.slice(beginsWith.length), item),
      );
      return { items, hasMore: page.next !== undefined };
    }),
  );
  const merged = pages.flatMap(({ items }) => items).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const items = merged.slice(0, limit);
  const hasMore = merged.length > limit || pages.some((page) => page.hasMore);
  return { items, next: hasMore ? items.at(-1)?.id : undefined };
}
