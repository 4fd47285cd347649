import { type FieldColumn, fieldColumns } from '#domain/customers/field-text.ts';
import { assertState, type Mapping, moved } from '#domain/customers/import.ts';
import { type ColumnField, ownIdIn, suggestMapping } from '#domain/customers/import-fields.ts';
import { DomainError, type FieldError, invalidField } from '#domain/shared/error.ts';
import { onBehalfOf } from '#domain/shared/on-behalf.ts';
import { importStarted } from '#events/customers.ts';
import { route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { readFields } from '#store/customers-fields.ts';
import { putImport, readProgress } from '#store/customers-imports.ts';
import { readColumns } from './get-import-columns.ts';
import { readOwnImport, toImportView } from './import-access.ts';
import { startImportContract } from './import-contracts.ts';
import { fileKeys } from './import-keys.ts';

export const startImport = route(startImportContract, async ({ params, body, isDryRun }, caller, world: FilesWorld) => {
  const { table, files, now } = world;
  const job = await readOwnImport(table, caller, params.id);
  assertState(job, 'uploading');
  const { headers } = await readColumns(files, job);
  const own = fieldColumns(await readFields(table));
  const mapping = body.mapping ?? suggestMapping(headers, own);
  assertMapping(mapping, headers, own);
  const file = await files.head(fileKeys.upload(job.id));
  if (file === undefined) throw new DomainError('conflict', 'customers.import-not-uploaded');
  const { onDuplicate } = body;
  const dryRun = body.dryRun || isDryRun === true;
  const importer = onBehalfOf(caller);
  const started = moved(job, { state: 'running', mapping, onDuplicate, dryRun, etag: file.etag, importer }, now);
  const event = world.event(importStarted, job.id, { importId: job.id });
  return world.commit([putImport(started, [event])], toImportView(started, await readProgress(table, job.id), caller));
});

const naming: readonly ColumnField[] = ['number', 'name', 'contact.name'];

function assertMapping(mapping: Mapping, headers: readonly string[], own: readonly FieldColumn[]): void {
  const fields = Object.values(mapping).filter((field) => field !== null);
  const errors = Object.entries(mapping).flatMap(([header, field]): FieldError[] => {
    const pointer = `/mapping/${header.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!headers.includes(header)) return [{ pointer, code: 'customers.import-unknown-column' }];
    if (field !== null && ownIdIn(field) !== undefined && !own.some(({ path }) => path === field)) {
      return [{ pointer, code: 'customers.unknown-field' }];
    }
    const isTwice = field !== null && fields.indexOf(field) !== fields.lastIndexOf(field);
    return isTwice ? [{ pointer, code: 'customers.import-field-twice', facts: { field } }] : [];
  });
  const [first] = errors;
  if (first !== undefined) throw new DomainError('invalid', first.code, first.facts, errors);
  if (!fields.some((field) => naming.includes(field))) {
    throw invalidField('/mapping', 'customers.import-nothing-mapped');
  }
}
