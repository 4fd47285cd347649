import { cannedMessages, messages } from '#domain/tickets/messages.ts';
import { persons } from '#functions/http/persons.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './answers-routes.ts';

export const handler = serve('tickets', routes, { ...messages, ...cannedMessages }, undefined, { persons });
