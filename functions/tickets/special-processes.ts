import { messages, specialProcessMessages } from '#domain/tickets/messages.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './special-processes-routes.ts';

export const handler = serve('tickets', routes, { ...messages, ...specialProcessMessages });
