import { messages } from '#domain/mail/messages.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './routes.ts';

export const handler = serve('mail', routes, messages);
