import { messages } from '#domain/tickets/messages.ts';
import { persons } from '#functions/http/persons.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './routes.ts';

export const handler = serve('tickets', routes, messages, undefined, { persons });
