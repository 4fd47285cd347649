import * as z from 'zod';
import { AccessExportId, BulkEditId, ContactId, CustomerId, ExportId, ImportId, MemberId } from '#domain/shared/ids.ts';
import { defineEvent } from './define.ts';

/** What is told of long work on many customers: imports, exports, bulk edits. */

const importId = 'imp_00000000000000000000000001';

export const importStarted = defineEvent({
  context: 'customers',
  type: 'import.started',
  version: 1,
  summary: 'An uploaded file is to be imported: it is now read and cut into parts.',
  detail: z.object({ importId: ImportId }),
  example: { importId },
});

export const importPartQueued = defineEvent({
  context: 'customers',
  type: 'import.part-queued',
  version: 1,
  summary: 'Rows of an import wait to be entered, or to be taken back.',
  detail: z.object({ importId: ImportId, part: z.int().nonnegative() }),
  example: { importId, part: 0 },
});

export const importCompleted = defineEvent({
  context: 'customers',
  type: 'import.completed',
  version: 1,
  summary: 'Every row of an import was looked at, or somebody cancelled it; the counts add up to the total.',
  detail: z.object({
    importId: ImportId,
    state: z.enum(['completed', 'cancelled']),
    dryRun: z.boolean(),
    total: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    merged: z.int(),
    rejected: z.int(),
  }),
  example: {
    importId,
    state: 'completed',
    dryRun: false,
    total: 3,
    created: 1,
    updated: 0,
    unchanged: 1,
    merged: 0,
    rejected: 1,
  },
});

export const importUndoStarted = defineEvent({
  context: 'customers',
  type: 'import.undo-started',
  version: 1,
  summary: 'What an import did is to be taken back, as far as nobody has touched it since.',
  detail: z.object({ importId: ImportId }),
  example: { importId },
});

export const importUndone = defineEvent({
  context: 'customers',
  type: 'import.undone',
  version: 1,
  summary: 'An import was taken back; what somebody had touched since was kept.',
  detail: z.object({ importId: ImportId, undone: z.int(), kept: z.int() }),
  example: { importId, undone: 2, kept: 1 },
});

const exportId = 'exp_00000000000000000000000001';

export const exportRequested = defineEvent({
  context: 'customers',
  type: 'export.requested',
  version: 1,
  summary: 'A member wants a list as files: the first is now written.',
  detail: z.object({ exportId: ExportId }),
  example: { exportId },
});

export const exportContinued = defineEvent({
  context: 'customers',
  type: 'export.continued',
  version: 1,
  summary: 'A file of an export was written; the next begins where it ended.',
  detail: z.object({ exportId: ExportId }),
  example: { exportId },
});

export const exportMade = defineEvent({
  context: 'customers',
  type: 'export.made',
  version: 2,
  summary: 'A member has taken a list away: recorded before any link to it is given.',
  detail: z.object({
    exportId: ExportId,
    of: z.literal('customers'),
    format: z.enum(['csv', 'ndjson', 'xlsx', 'vcard']),
    memberId: MemberId,
    rows: z.int(),
  }),
  example: { exportId, of: 'customers', format: 'csv', memberId: 'mem_00000000000000000000000001', rows: 3 },
});

const bulkEditId = 'blk_00000000000000000000000001';

export const bulkEditRequested = defineEvent({
  context: 'customers',
  type: 'bulk-edit.requested',
  version: 1,
  summary: 'Many customers are to be changed alike: they are now found and put into parts.',
  detail: z.object({ bulkEditId: BulkEditId }),
  example: { bulkEditId },
});

export const bulkEditContinued = defineEvent({
  context: 'customers',
  type: 'bulk-edit.continued',
  version: 1,
  summary: 'Customers of a bulk edit were found; the list goes on where it ended.',
  detail: z.object({ bulkEditId: BulkEditId }),
  example: { bulkEditId },
});

export const bulkEditPartQueued = defineEvent({
  context: 'customers',
  type: 'bulk-edit.part-queued',
  version: 1,
  summary: 'Customers of a bulk edit wait to be changed.',
  detail: z.object({ bulkEditId: BulkEditId, part: z.int().nonnegative() }),
  example: { bulkEditId, part: 0 },
});

export const bulkEditCompleted = defineEvent({
  context: 'customers',
  type: 'bulk-edit.completed',
  version: 1,
  summary: 'Every customer of a bulk edit was looked at, or somebody cancelled it.',
  detail: z.object({
    bulkEditId: BulkEditId,
    state: z.enum(['completed', 'cancelled']),
    memberId: MemberId,
    selected: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    refused: z.int(),
  }),
  example: {
    bulkEditId,
    state: 'completed',
    memberId: 'mem_00000000000000000000000001',
    selected: 3,
    changed: 2,
    unchanged: 0,
    refused: 1,
  },
});

const accessExportId = 'axp_00000000000000000000000001';

export const accessExportRequested = defineEvent({
  context: 'customers',
  type: 'access-export.requested',
  version: 1,
  summary: 'A person is to be told what is kept about him: it is now gathered and written.',
  detail: z.object({ accessExportId: AccessExportId }),
  example: { accessExportId },
});

export const accessExportMade = defineEvent({
  context: 'customers',
  type: 'access-export.made',
  version: 1,
  summary: 'A member has taken away what is kept about one person: recorded before any link to it is given.',
  detail: z.object({
    accessExportId: AccessExportId,
    customerId: CustomerId,
    contactId: ContactId,
    memberId: MemberId,
    rows: z.int(),
  }),
  example: {
    accessExportId,
    customerId: 'cus_00000000000000000000000001',
    contactId: 'con_00000000000000000000000001',
    memberId: 'mem_00000000000000000000000001',
    rows: 12,
  },
});
