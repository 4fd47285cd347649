import { messages } from '#domain/tickets/messages.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './bulk-edits-routes.ts';

export const handler = serve('tickets', routes, messages);
