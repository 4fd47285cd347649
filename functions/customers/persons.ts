import { messages } from '#domain/customers/messages.ts';
import { s3Files } from '#functions/http/files.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './persons-routes.ts';

const files = s3Files();

export const handler = serve('customers', routes, messages, (world) => ({ ...world, files }));
