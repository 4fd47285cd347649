import { messages } from '#domain/contracts/messages.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './routes.ts';

export const handler = serve('contracts', routes, messages);
