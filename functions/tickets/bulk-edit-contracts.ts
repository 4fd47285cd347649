import * as z from 'zod';
import { bulkOutcomes } from '#domain/shared/bulk-outcome.ts';
import { BulkEditId, TicketId } from '#domain/shared/ids.ts';
import { BulkEdit, BulkEditInput } from '#domain/tickets/bulk-edit.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { summaryExample } from './examples.ts';

const id = 'blk_00000000000000000000000001';
const params = z.strictObject({ id: BulkEditId });
const notFound = { 'tickets.bulk-edit-not-found': 404 } as const;
const Count = z.int().nonnegative();

const BulkEditView = BulkEdit.omit({ requester: true, parts: true })
  .extend({
    state: z.enum(['running', 'completed']),
    /** Tickets looked at so far: `total` is the sum of the others, always. */
    counts: z.strictObject({ total: Count, changed: Count, unchanged: Count, refused: Count }),
  })
  .strict();

/** What a bulk edit would do, by the same rules. */
const BulkEditPreview = z.strictObject({
  dryRun: z.literal(true),
  selected: Count,
  changed: Count,
  unchanged: Count,
  refused: Count,
  first: z.array(z.strictObject({ id: TicketId, outcome: z.enum(bulkOutcomes), code: z.string().optional() })),
});

const filter = { departmentId: summaryExample.departmentId, kind: 'fault' } as const;
const changes = { addTags: ['停电'], priority: 'high' } as const;
const reason = '园区停电';
const running = {
  id,
  state: 'running',
  filter,
  changes,
  reason,
  selected: 3,
  counts: { total: 0, changed: 0, unchanged: 0, refused: 0 },
  createdAt: '2026-11-22T01:00:00.000Z',
  createdBy: 'mem_00000000000000000000000005',
} as const;

export const createTicketBulkEditContract = {
  method: 'POST',
  path: '/v1/ticket-bulk-edits',
  operationId: 'createTicketBulkEdit',
  summary:
    'Change up to 1,000 tickets alike, each as if by PATCH, assign or close, with the caller’s rights. `Prefer: dry-run` says what would happen.',
  permission: 'tickets.work',
  dryRun: true,
  body: BulkEditInput,
  status: 202,
  output: z.union([BulkEditView, BulkEditPreview]),
  problems: {
    'tickets.outside-department': 403,
    'tickets.bulk-edit-selection': 422,
    'tickets.bulk-edit-nothing': 422,
    'tickets.bulk-edit-alone': 422,
    'tickets.bulk-edit-tag-both': 422,
    'tickets.bulk-edit-too-many': 422,
    'tickets.nothing-to-assign': 422,
    'tickets.priority-reason-missing': 422,
    'tickets.unknown-assignee': 422,
    'tickets.unknown-customer': 422,
    'tickets.unknown-department': 422,
    'tickets.department-without-service': 422,
    'tickets.unknown-ticket': 422,
  },
  example: { body: { filter, changes, reason }, answer: running },
} as const satisfies Contract;

export const getTicketBulkEditContract = {
  method: 'GET',
  path: '/v1/ticket-bulk-edits/{id}',
  operationId: 'getTicketBulkEdit',
  summary: 'How far a bulk edit of tickets is: poll it until its state is completed.',
  permission: 'tickets.work',
  params,
  status: 200,
  output: BulkEditView,
  problems: notFound,
  example: {
    answer: { ...running, state: 'completed', counts: { total: 3, changed: 2, unchanged: 0, refused: 1 } },
  },
} as const satisfies Contract;

export const listRefusedTicketsContract = {
  method: 'GET',
  path: '/v1/ticket-bulk-edits/{id}/refused',
  operationId: 'listRefusedTickets',
  summary: 'The tickets that a bulk edit left as they were, with the rule that said no.',
  permission: 'tickets.work',
  params,
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(z.strictObject({ ticketId: TicketId, code: z.string(), detail: z.string() })),
  problems: notFound,
  example: {
    answer: {
      items: [
        { ticketId: summaryExample.id, code: 'tickets.already-closed', detail: 'FK202611001 已关闭，请先重新打开。' },
      ],
      next: null,
    },
  },
} as const satisfies Contract;
