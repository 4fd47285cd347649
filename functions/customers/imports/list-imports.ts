import * as z from 'zod';
import { ImportId } from '#domain/shared/ids.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readImportsBy } from '#store/customers-imports.ts';
import { makerFor, toImportView } from './import-access.ts';
import { listImportsContract } from './import-contracts.ts';

const Position = z.strictObject({ id: ImportId });

export const listImports = route(listImportsContract, async ({ query }, caller, { table }) => {
  const after = fromCursor(Position, query.cursor)?.id;
  const { found, next } = await readImportsBy(table, { createdBy: makerFor(caller), limit: query.limit, after });
  return {
    items: found.map(({ job, progress }) => toImportView(job, progress, caller)),
    next: next === undefined ? null : toCursor({ id: next }),
  };
});
