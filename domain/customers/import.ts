import * as z from 'zod';
import { DomainError } from '../shared/error.ts';
import { ImportId, MemberId } from '../shared/ids.ts';
import { OnBehalf } from '../shared/on-behalf.ts';
import { line } from '../shared/text.ts';
import { UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';
import { ColumnField } from './import-fields.ts';

export const ImportFormat = z.enum(['csv', 'xlsx', 'vcard']);

/** What becomes of a row that may be a customer who is here already; the first three are those of POST /v1/customers. */
export const OnDuplicate = z.enum(['fail', 'reuse', 'create', 'update']);
export type OnDuplicate = z.output<typeof OnDuplicate>;

/** Which field each column is, by its header; null for a column that is not wanted. */
export const Mapping = z.record(z.string().max(200), ColumnField.nullable());
export type Mapping = z.output<typeof Mapping>;

const states = ['uploading', 'running', 'cancelling', 'completed', 'cancelled', 'failed', 'undoing', 'undone'] as const;
export const ImportState = z.enum(states);
export type ImportState = z.output<typeof ImportState>;

/** Who imports: every row is entered as if he did it by hand. */
export const Importer = OnBehalf;
export type Importer = z.output<typeof Importer>;

/** Why a file could not be read at all; then no row of it was entered. */
const Failure = z.object({ code: z.string(), row: z.int().optional() });

export const Import = z.object({
  id: ImportId,
  kind: z.literal('customers'),
  format: ImportFormat,
  fileName: z.string(),
  bytes: z.int(),
  state: ImportState,
  dryRun: z.boolean(),
  onDuplicate: OnDuplicate,
  mapping: Mapping.optional(),
  /** Of the file that was there when it was started: another that is uploaded later is not read. */
  etag: z.string().optional(),
  /** The headers, once the file was read. */
  columns: z.array(z.string()).optional(),
  /** Rows and parts of the file, once it was read to its end. */
  rows: z.int().optional(),
  parts: z.int().optional(),
  failure: Failure.optional(),
  /** Rows in each file of those that were rejected, or kept when it was undone. */
  rejectedFiles: z.array(z.int()).optional(),
  keptFiles: z.array(z.int()).optional(),
  importer: Importer,
  version: z.int().positive(),
  createdAt: UtcInstant,
  createdBy: MemberId,
  updatedAt: UtcInstant,
});
export type Import = z.output<typeof Import>;

export const outcomes = ['created', 'updated', 'unchanged', 'merged', 'rejected'] as const;
export type Outcome = (typeof outcomes)[number];
export type Counts = Readonly<Record<Outcome, number>>;

export const noCounts: Counts = { created: 0, updated: 0, unchanged: 0, merged: 0, rejected: 0 };

export function counted(counts: Counts, outcome: Outcome): Counts {
  return { ...counts, [outcome]: counts[outcome] + 1 };
}

/** Every row that was looked at is in exactly one count. */
export function totalOf(counts: Counts): number {
  return outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
}

const megabyte = 1024 * 1024;
/** A million rows of a CSV are about 200 MB. A workbook is packed to a tenth and read whole. */
const bytesMax = { csv: 500 * megabyte, vcard: 50 * megabyte, xlsx: 20 * megabyte } as const;

export const ImportInput = z
  .strictObject({
    kind: z.literal('customers'),
    format: ImportFormat,
    fileName: line(200),
    /** The file's size: the link takes exactly so many. */
    bytes: z.int().min(1),
  })
  .refine(({ format, bytes }) => bytes <= bytesMax[format], { ...says('customers.import-size'), path: ['bytes'] });

export const StartInput = z.strictObject({
  /** What is suggested unless stated. */
  mapping: Mapping.optional(),
  onDuplicate: OnDuplicate.default('fail'),
  /** Everything but the writing, by the same code; `Prefer: dry-run` says the same. */
  dryRun: z.boolean().default(false),
});

export function newImport(
  input: z.output<typeof ImportInput>,
  { id, importer, now }: { readonly id: string; readonly importer: Importer; readonly now: Date },
): Import {
  const at = now.toISOString();
  return {
    ...input,
    id,
    state: 'uploading',
    dryRun: false,
    onDuplicate: 'fail',
    importer,
    version: 1,
    createdAt: at,
    createdBy: importer.memberId,
    updatedAt: at,
  };
}

export function moved(job: Import, fields: Partial<Import>, now: Date): Import {
  return { ...job, ...fields, version: job.version + 1, updatedAt: now.toISOString() };
}

export function assertState(job: Import, ...allowed: readonly ImportState[]): void {
  if (!allowed.includes(job.state)) {
    throw new DomainError('conflict', 'customers.import-state', { state: job.state, allowed: allowed.join(', ') });
  }
}

/** What is in hand stops with the row it is at; what was not begun is over at once. */
export function cancelled(job: Import, now: Date): Import {
  assertState(job, 'uploading', 'running');
  return moved(job, { state: job.state === 'uploading' ? 'cancelled' : 'cancelling' }, now);
}

/** The ledger of what each row did is kept so long; the bucket forgets the files with it. */
export const undoDays = 30;

/** Whoever takes it back may be another than who imported: it happens with his rights and in his name. */
export function undoBegun(job: Import, importer: Importer, now: Date): Import {
  assertState(job, 'completed', 'cancelled');
  const until = Date.parse(job.createdAt) + undoDays * 24 * 60 * 60 * 1000;
  if (job.dryRun || job.parts === undefined || until <= now.getTime()) {
    throw new DomainError('conflict', 'customers.import-not-undoable');
  }
  return moved(job, { state: 'undoing', importer }, now);
}
