import { type Import, totalOf } from '#domain/customers/import.ts';
import { messages } from '#domain/customers/messages.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Messages } from '#domain/shared/locale.ts';
import { type Progress, readImport } from '#store/customers-imports.ts';
import type { Table } from '#store/table.ts';

/** An import holds what its importer brought: it is there for him and for the admin. */
export async function readOwnImport(table: Table, caller: Caller, id: string): Promise<Import> {
  const job = await readImport(table, id, true);
  if (job === undefined || (job.createdBy !== caller.memberId && caller.role !== 'admin')) {
    throw new DomainError('missing', 'customers.import-not-found');
  }
  return job;
}

/** Whose imports and exports a caller lists: undefined is everybody's. */
export function makerFor({ role, memberId }: Caller): string | undefined {
  return role === 'admin' ? undefined : memberId;
}

export function toImportView(
  job: Import,
  { parts: _, undoneParts: __, undone, kept, ...counts }: Progress,
  caller: Caller,
) {
  const { id, kind, format, fileName, state, dryRun, onDuplicate, mapping, rows, failure } = job;
  const { createdAt, createdBy, updatedAt, version } = job;
  const isTakenBack = state === 'undoing' || state === 'undone';
  return {
    ...{ id, kind, format, fileName, state, dryRun, onDuplicate },
    ...(mapping === undefined ? {} : { mapping }),
    ...(rows === undefined ? {} : { rows }),
    counts: { total: totalOf(counts), ...counts },
    ...(isTakenBack ? { undo: { undone, kept } } : {}),
    ...(failure === undefined ? {} : { failure: told(failure, caller) }),
    ...{ createdAt, createdBy, updatedAt, version },
  };
}

function told({ code, row }: NonNullable<Import['failure']>, { locale }: Caller) {
  const detail = (messages as Messages)[code]?.[locale] ?? code;
  return { code, detail, ...(row === undefined ? {} : { row }) };
}
