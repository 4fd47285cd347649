import { importPartQueued } from '#events/customers.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { s3Files, withFiles } from '#functions/http/files.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { readPart } from '#store/customers-imports.ts';
import { importPart } from './imports/import-part.ts';
import { undoPart } from './imports/import-undo.ts';

const files = withFiles(s3Files());

/** Enters the rows of one part, or takes them back: the part's own row says which, and is the end of it. */
export const handler = subscription(
  {
    context: 'customers',
    name: 'on-import-part',
    dedupe: false,
    means: { persons, secrets: readSecrets },
    events: [importPartQueued],
    together: ({ id }) => id,
    extend: files,
  },
  async ({ detail: { importId, part } }, world) => {
    const row = await readPart(world.table, importId, part);
    if (row?.state === 'undoing' || row?.state === 'undone') await undoPart(importId, part, world);
    else await importPart(importId, part, world);
  },
);
