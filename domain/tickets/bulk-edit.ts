import * as z from 'zod';
import { DomainError, type FieldError, invalidField } from '../shared/error.ts';
import { BulkEditId, CustomerId, DepartmentId, MemberId, TicketId } from '../shared/ids.ts';
import { OnBehalf } from '../shared/on-behalf.ts';
import { line } from '../shared/text.ts';
import { UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';
import { ClosingReason, Kind, Priority, Reason, Severity, State, type Ticket, type TicketSummary } from './ticket.ts';

/** Tickets of one bulk edit at most: more are refused whole, never cut off. */
export const bulkMax = 1000;
const tagsMax = 20;

/** As the list of tickets knows it, narrowed further. Without a state: all that are not closed. */
const Filter = z
  .strictObject({
    assigneeId: MemberId.optional(),
    departmentId: DepartmentId.optional(),
    customerId: CustomerId.optional(),
    state: State.optional(),
    kind: Kind.optional(),
    severity: Severity.optional(),
    priority: Priority.optional(),
  })
  .refine(
    ({ assigneeId, departmentId, customerId }) =>
      [assigneeId, departmentId, customerId].filter((each) => each !== undefined).length < 2,
    { ...says('shared.one-filter'), path: ['customerId'] },
  );
export type BulkFilter = z.output<typeof Filter>;

const tags = z
  .array(line(40))
  .min(1)
  .max(tagsMax)
  .transform((given) => [...new Set(given)]);

/** What becomes of each ticket: tags and priority together, or another assignee or queue, or its end. */
const Changes = z.strictObject({
  addTags: tags.optional(),
  removeTags: tags.optional(),
  priority: Priority.optional(),
  assign: z.strictObject({ assigneeId: MemberId.optional(), departmentId: DepartmentId.optional() }).optional(),
  close: ClosingReason.exclude(['satisfied', 'merged']).optional(),
});
export type BulkChanges = z.output<typeof Changes>;

export const BulkEditInput = z.strictObject({
  /** Which tickets, one of two: those that a filter finds now, or these. */
  filter: Filter.optional(),
  ids: z
    .array(TicketId)
    .min(1)
    .max(bulkMax)
    .transform((ids) => [...new Set(ids)])
    .optional(),
  changes: Changes,
  /** Why; another priority needs one, and it stands in each ticket's history. */
  reason: Reason.optional(),
});
export type BulkEditInput = z.output<typeof BulkEditInput>;

/** What needs more than one field to be seen: all that is wrong with it is told at once. */
export function assertBulkEdit(input: BulkEditInput): void {
  const errors = [...selectionErrors(input), ...changeErrors(input)];
  const [first] = errors;
  if (first !== undefined) throw new DomainError('invalid', first.code, first.facts, errors);
}

function selectionErrors({ filter, ids }: BulkEditInput): FieldError[] {
  if ((filter === undefined) !== (ids === undefined)) return [];
  return [{ pointer: ids === undefined ? '/filter' : '/ids', code: 'tickets.bulk-edit-selection' }];
}

function changeErrors({ changes, reason }: BulkEditInput): FieldError[] {
  const { addTags = [], removeTags = [], assign, priority } = changes;
  const given = Object.keys(changes);
  if (given.length === 0) return [{ pointer: '/changes', code: 'tickets.bulk-edit-nothing' }];
  const alone = (['assign', 'close'] as const).filter((name) => changes[name] !== undefined && given.length > 1);
  const both = removeTags.flatMap((tag, i) => (addTags.includes(tag) ? [`/changes/removeTags/${i}`] : []));
  const isNowhere = assign !== undefined && assign.assigneeId === undefined && assign.departmentId === undefined;
  return [
    ...alone.map((name): FieldError => ({ pointer: `/changes/${name}`, code: 'tickets.bulk-edit-alone' })),
    ...both.map((pointer): FieldError => ({ pointer, code: 'tickets.bulk-edit-tag-both' })),
    ...(isNowhere ? [{ pointer: '/changes/assign', code: 'tickets.nothing-to-assign' } as const] : []),
    ...(priority !== undefined && reason === undefined
      ? [{ pointer: '/reason', code: 'tickets.priority-reason-missing' } as const]
      : []),
  ];
}

type Filtered = Pick<TicketSummary, 'state' | 'kind' | 'severity' | 'priority'>;

export function isFound(ticket: Filtered, { state, kind, severity, priority }: BulkFilter): boolean {
  return (
    (state === undefined ? ticket.state !== 'closed' : ticket.state === state) &&
    (kind === undefined || ticket.kind === kind) &&
    (severity === undefined || ticket.severity === severity) &&
    (priority === undefined || ticket.priority === priority)
  );
}

/** Whether the ticket is already as it is to be. */
export function isThere(ticket: Ticket, { assign, close }: BulkChanges): boolean {
  if (close !== undefined) return ticket.state === 'closed';
  if (assign === undefined) return false;
  const { assigneeId = ticket.assigneeId, departmentId = ticket.departmentId } = assign;
  return ticket.assigneeId === assigneeId && ticket.departmentId === departmentId;
}

/** The merge patch that brings tags and priority about; undefined where there is nothing to change. */
export function patchFor(ticket: Ticket, { changes, reason }: Pick<BulkEditInput, 'changes' | 'reason'>) {
  const { addTags = [], removeTags = [], priority } = changes;
  const tagged = [...new Set([...ticket.tags.filter((tag) => !removeTags.includes(tag)), ...addTags])];
  const isTagged = tagged.length !== ticket.tags.length || tagged.some((tag) => !ticket.tags.includes(tag));
  if (isTagged && tagged.length > tagsMax) {
    throw invalidField('/changes/addTags', 'tickets.too-many-tags', { maximum: tagsMax });
  }
  const isMoved = priority !== undefined && priority !== ticket.priority;
  if (!isTagged && !isMoved) return undefined;
  return { ...(isTagged ? { tags: tagged } : {}), ...(isMoved ? { priority, priorityReason: reason } : {}) };
}

/** Many tickets that are changed alike, each as if its requester did it by hand. Written once; how far it is, its parts say. */
export const BulkEdit = z.object({
  id: BulkEditId,
  /** Checked when it was asked for. */
  filter: (z.unknown() as z.ZodType<BulkFilter>).optional(),
  changes: z.unknown() as z.ZodType<BulkChanges>,
  reason: z.string().optional(),
  /** With whose rights. */
  requester: OnBehalf,
  selected: z.int(),
  parts: z.int(),
  createdAt: UtcInstant,
  createdBy: MemberId,
});
export type BulkEdit = z.output<typeof BulkEdit>;
