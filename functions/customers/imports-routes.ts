import type { Route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { cancelImport } from './imports/cancel-import.ts';
import { createImport } from './imports/create-import.ts';
import { getImport } from './imports/get-import.ts';
import { getImportColumns } from './imports/get-import-columns.ts';
import { getKeptRows, getRejectedRows } from './imports/get-import-report.ts';
import { listImports } from './imports/list-imports.ts';
import { startImport } from './imports/start-import.ts';
import { undoImport } from './imports/undo-import.ts';

/** In the order of the contracts. */
export const routes: readonly Route<FilesWorld>[] = [
  createImport,
  listImports,
  getImport,
  getImportColumns,
  startImport,
  cancelImport,
  undoImport,
  getRejectedRows,
  getKeptRows,
];
