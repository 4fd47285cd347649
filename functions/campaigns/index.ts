import { campaignsMessages } from '#domain/campaigns/messages.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './routes.ts';

export const handler = serve('campaigns', routes, campaignsMessages, undefined, { secrets: readSecrets });
