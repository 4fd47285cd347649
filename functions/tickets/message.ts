import type { Message } from '#domain/tickets/message.ts';
import type { World } from '#functions/http/world.ts';

type Said = Pick<Message, 'ticketId' | 'visibility' | 'direction' | 'text' | 'via' | 'cannedAnswerId'>;

export function newMessage(world: World, by: string, said: Said): Message {
  return { ...said, id: world.newId('msg'), at: world.now.toISOString(), by };
}
