import { messages } from '#domain/tickets/messages.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './intake-routes.ts';

export const handler = serve('tickets', routes, messages, undefined, { persons, secrets: readSecrets });
