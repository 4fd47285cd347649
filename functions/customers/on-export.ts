import { accessExportRequested, exportContinued, exportRequested } from '#events/customers.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { s3Files, withFiles } from '#functions/http/files.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { writeNextFile } from './exports/export-file.ts';
import { writeAccessExport } from './persons/access-file.ts';

const files = withFiles(s3Files());

/** Writes what is kept about one person, or a list: an export of those goes a file at a time; each file announces the next, so no invocation runs long and none is lost. */
export const handler = subscription(
  {
    context: 'customers',
    name: 'on-export',
    events: [exportRequested, exportContinued, accessExportRequested],
    means: { persons, secrets: readSecrets },
    extend: files,
  },
  ({ detail }, world) =>
    'accessExportId' in detail
      ? writeAccessExport(detail.accessExportId, world)
      : writeNextFile(detail.exportId, world),
);
