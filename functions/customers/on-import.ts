import { importStarted, importUndoStarted } from '#events/customers.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { s3Files, withFiles } from '#functions/http/files.ts';
import { queueUndo } from './imports/import-queue-undo.ts';
import { split } from './imports/import-split.ts';

const files = withFiles(s3Files());

/** Cuts a file into parts, or announces its parts anew to be taken back. What it does twice it finds done. */
export const handler = subscription(
  {
    context: 'customers',
    name: 'on-import',
    dedupe: false,
    events: [importStarted, importUndoStarted],
    extend: files,
  },
  ({ type, detail }, world) =>
    type === importStarted.type ? split(detail.importId, world) : queueUndo(detail.importId, world),
);
