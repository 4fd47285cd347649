import { bulkEditContinued, bulkEditPartQueued, bulkEditRequested } from '#events/customers.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { editPart } from './bulk-edits/bulk-edit-part.ts';
import { selectCustomers } from './bulk-edits/bulk-edit-select.ts';

/** Finds the customers of a bulk edit, and changes those of one part. What it does twice it finds done. */
export const handler = subscription(
  {
    context: 'customers',
    name: 'on-bulk-edit',
    dedupe: false,
    means: { persons, secrets: readSecrets },
    events: [bulkEditRequested, bulkEditContinued, bulkEditPartQueued],
    together: ({ id }) => id,
  },
  ({ detail }, world) =>
    'part' in detail && typeof detail.part === 'number'
      ? editPart(detail.bulkEditId, detail.part, world)
      : selectCustomers(detail.bulkEditId, world),
);
