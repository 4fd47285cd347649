import * as z from 'zod';
import { DomainError, type FieldError, invalidField } from '../shared/error.ts';
import { BulkEditId, CustomerId, MemberId, SavedViewId } from '../shared/ids.ts';
import { line } from '../shared/text.ts';
import { UtcInstant } from '../shared/time.ts';
import { type Customer, CustomerPatch, tagsMax } from './customer.ts';
import { Filter } from './filter.ts';
import { Importer } from './import.ts';

const idsMax = 1000;
const { level, industry, source, buyerType } = CustomerPatch.shape;
const tags = z
  .array(line(40))
  .min(1)
  .max(tagsMax)
  .transform((given) => [...new Set(given.map((tag) => tag.normalize('NFC')))]);

/** What becomes of each customer: fields of his own, or another owner. Null takes a field away. */
const Changes = z.strictObject({
  addTags: tags.optional(),
  removeTags: tags.optional(),
  level,
  industry,
  source,
  buyerType,
  /** Hands each customer over, as POST /v1/customers/{id}/hand-over does; stands alone, with a reason. */
  ownerId: MemberId.optional(),
});
export type Changes = z.output<typeof Changes>;

export const BulkEditInput = z.strictObject({
  /** Which customers, one of three: those whom a filter finds, or a saved view, or these. */
  filter: Filter.optional(),
  viewId: SavedViewId.optional(),
  ids: z
    .array(CustomerId)
    .min(1)
    .max(idsMax)
    .transform((ids) => [...new Set(ids)])
    .optional(),
  changes: Changes,
  /** Why; a hand-over needs one and writes it into the customer's history. */
  reason: line(500).optional(),
});
export type BulkEditInput = z.output<typeof BulkEditInput>;

const selections = ['filter', 'viewId', 'ids'] as const;

/** What needs more than one field to be seen: all that is wrong with it is told at once. */
export function assertBulkEdit(input: BulkEditInput): void {
  const errors = [...selectionErrors(input), ...changeErrors(input)];
  const [first] = errors;
  if (first !== undefined) throw new DomainError('invalid', first.code, first.facts, errors);
}

function selectionErrors(input: BulkEditInput): FieldError[] {
  const [first, ...others] = selections.filter((name) => input[name] !== undefined);
  const wrong = first === undefined ? ['filter'] : others;
  return wrong.map((name) => ({ pointer: `/${name}`, code: 'customers.bulk-edit-selection' }));
}

function changeErrors({ changes, reason }: BulkEditInput): FieldError[] {
  const { ownerId, ...fields } = changes;
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (ownerId === undefined && given.length === 0) {
    return [{ pointer: '/changes', code: 'customers.bulk-edit-nothing' }];
  }
  const both = (changes.removeTags ?? []).flatMap((tag, i): FieldError[] =>
    changes.addTags?.includes(tag) === true
      ? [{ pointer: `/changes/removeTags/${i}`, code: 'customers.bulk-edit-tag-both' }]
      : [],
  );
  if (ownerId === undefined) return both;
  const isAlone = given.length === 0;
  return [
    ...both,
    ...(isAlone ? [] : [{ pointer: '/changes/ownerId', code: 'customers.bulk-edit-owner-alone' } as const]),
    ...(reason === undefined ? [{ pointer: '/reason', code: 'customers.bulk-edit-reason' } as const] : []),
  ];
}

/** The merge patch that brings the changes about in one customer; undefined where there is nothing to change. */
export function patchFor(before: Customer, { addTags = [], removeTags = [], ownerId: _, ...fields }: Changes) {
  const wanted = [...new Set([...before.tags.filter((tag) => !removeTags.includes(tag)), ...addTags])];
  const isTagged = wanted.length !== before.tags.length || wanted.some((tag) => !before.tags.includes(tag));
  if (isTagged && wanted.length > tagsMax) {
    throw invalidField('/changes/addTags', 'customers.too-many-tags', { maximum: tagsMax });
  }
  const known: Readonly<Record<string, unknown>> = before;
  const changed = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && (known[name] ?? null) !== value,
  );
  const patch = { ...Object.fromEntries(changed), ...(isTagged ? { tags: wanted } : {}) };
  return Object.keys(patch).length === 0 ? undefined : patch;
}

const states = ['running', 'cancelling', 'completed', 'cancelled'] as const;

/** Many customers that are changed alike, each as if its requester did it by hand. */
export const BulkEdit = z.object({
  id: BulkEditId,
  state: z.enum(states),
  /** Checked when it was asked for; a view's is taken over as it was then. */
  filter: (z.unknown() as z.ZodType<Filter>).optional(),
  viewId: z.string().optional(),
  changes: z.object({
    addTags: z.array(z.string()).optional(),
    removeTags: z.array(z.string()).optional(),
    level: z.string().optional(),
    industry: z.string().nullable().optional(),
    source: z.string().nullable().optional(),
    buyerType: z.string().nullable().optional(),
    ownerId: z.string().optional(),
  }),
  reason: z.string().optional(),
  /** With whose rights. */
  requester: Importer,
  /** Customers found so far, the parts that they were put into, and where the list goes on. */
  selected: z.int(),
  parts: z.int(),
  cursor: z.string().optional(),
  /** Whether all were found. */
  isSelected: z.boolean(),
  version: z.int().positive(),
  createdAt: UtcInstant,
  createdBy: MemberId,
  updatedAt: UtcInstant,
});
export type BulkEdit = z.output<typeof BulkEdit>;

export function moved(job: BulkEdit, fields: Partial<BulkEdit>, now: Date): BulkEdit {
  return { ...job, ...fields, version: job.version + 1, updatedAt: now.toISOString() };
}

/** What is in hand stops with the customer it is at; those who were changed stay so. */
export function cancelled(job: BulkEdit, now: Date): BulkEdit {
  if (job.state !== 'running') {
    throw new DomainError('conflict', 'customers.bulk-edit-state', { state: job.state, allowed: 'running' });
  }
  return moved(job, { state: 'cancelling' }, now);
}

/** How it ended, once every part was worked through; undefined while something is left to do. */
export function endOf(job: BulkEdit, partsDone: number): 'completed' | 'cancelled' | undefined {
  if (!job.isSelected || partsDone < job.parts) return undefined;
  if (job.state === 'running') return 'completed';
  return job.state === 'cancelling' ? 'cancelled' : undefined;
}
