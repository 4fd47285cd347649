import * as z from 'zod';
import { ExportId } from '#domain/shared/ids.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readExportsBy } from '#store/customers-exports.ts';
import { makerFor } from '../imports/import-access.ts';
import { listExportsContract } from './export-contracts.ts';
import { toExportView } from './get-export.ts';

const Position = z.strictObject({ id: ExportId });

export const listExports = route(listExportsContract, async ({ query }, caller, { table }) => {
  const after = fromCursor(Position, query.cursor)?.id;
  const { found, next } = await readExportsBy(table, { createdBy: makerFor(caller), limit: query.limit, after });
  return { items: found.map(toExportView), next: next === undefined ? null : toCursor({ id: next }) };
});
