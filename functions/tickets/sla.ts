import { messages, slaMessages } from '#domain/tickets/messages.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './sla-routes.ts';

export const handler = serve('tickets', routes, { ...messages, ...slaMessages });
