import { cannedMessages, messages } from '#domain/tickets/messages.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './canned-answers-routes.ts';

export const handler = serve('tickets', routes, { ...messages, ...cannedMessages });
