import { messages } from '#domain/customers/messages.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './bulk-edits-routes.ts';

export const handler = serve('customers', routes, messages, undefined, { persons, secrets: readSecrets });
