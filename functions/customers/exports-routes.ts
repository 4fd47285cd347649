import type { Route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { createExport } from './exports/create-export.ts';
import { getExport } from './exports/get-export.ts';
import { listExports } from './exports/list-exports.ts';

/** In the order of the contracts. */
export const routes: readonly Route<FilesWorld>[] = [createExport, listExports, getExport];
