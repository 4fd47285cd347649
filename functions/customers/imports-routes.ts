import type { Route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { cancelImport } from './cancel-import.ts';
import { createImport } from './create-import.ts';
import { getImport } from './get-import.ts';
import { getImportColumns } from './get-import-columns.ts';
import { getKeptRows, getRejectedRows } from './get-import-report.ts';
import { listImports } from './list-imports.ts';
import { startImport } from './start-import.ts';
import { undoImport } from './undo-import.ts';

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
