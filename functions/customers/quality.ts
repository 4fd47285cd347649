import { messages } from '#domain/customers/messages.ts';
import { persons } from '#functions/http/persons.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './quality-routes.ts';

/** What keeps records good: the company's own fields, tags, completeness and verification. */
export const handler = serve('customers', routes, messages, undefined, { persons });
