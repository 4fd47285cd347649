import { Message } from '#domain/tickets/message.ts';

export const MessageView = Message;
