import { messages } from '#domain/attachments/messages.ts';
import { s3Files, withFiles } from '#functions/http/files.ts';
import { serve } from '#functions/http/serve.ts';
import { routes } from './routes.ts';

const files = withFiles(s3Files('ATTACHMENTS_BUCKET'));

export const handler = serve('attachments', routes, messages, files);
