import { messages } from '#domain/customers/messages.ts';
import { s3Files, withFiles } from '#functions/http/files.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './exports-routes.ts';

const files = withFiles(s3Files());

export const handler = serve('customers', routes, messages, files, {
  persons,
  secrets: readSecrets,
});
