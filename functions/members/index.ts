import { messages } from '#domain/members/messages.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './routes.ts';

export const handler = serve('members', routes, messages);
