import { messages } from '#domain/customers/messages.ts';
import { persons } from '#functions/http/persons.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './notes-routes.ts';

export const handler = serve('customers', routes, messages, undefined, { persons });
