import { costsMessages } from '#domain/costs/messages.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './routes.ts';

export const handler = serve('costs', routes, costsMessages);
