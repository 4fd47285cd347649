import { exportContinued, exportRequested } from '#events/customers.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { type FilesWorld, s3Files } from '#functions/http/files.ts';
import { writeNextFile } from './export-file.ts';

const files = s3Files();

/** Writes an export a file at a time; each file announces the next, so no invocation runs long and none is lost. */
export const handler = subscription(
  {
    context: 'customers',
    name: 'on-export',
    events: [exportRequested, exportContinued],
    extend: (world): FilesWorld => ({ ...world, files }),
  },
  ({ detail }, world) => writeNextFile(detail.exportId, world),
);
