import { messages } from '#domain/audit/messages.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './routes.ts';

export const handler = serve('audit', routes, messages, undefined, { secrets: readSecrets });
