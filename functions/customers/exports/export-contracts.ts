import * as z from 'zod';
import { Export, ExportFormat } from '#domain/customers/export.ts';
import { ExportId } from '#domain/shared/ids.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { fileLink } from '../file-link.ts';
import { filterProblems, ListQuery } from '../list-query.ts';

const at = '2026-11-22T01:00:00.000Z';
const ExportView = z.strictObject({
  ...Export.pick({ id: true, of: true, format: true, state: true }).shape,
  /** Rows written so far. */
  rows: z.int(),
  /** Once it is completed: each file with a link that is good for five minutes. */
  files: z.array(z.strictObject({ ...fileLink, rows: z.int(), bytes: z.int(), sha256: z.string() })).optional(),
  ...Export.pick({ createdAt: true, createdBy: true, updatedAt: true, version: true }).shape,
});
const running = {
  id: 'exp_00000000000000000000000001',
  of: 'customers',
  format: 'csv',
  state: 'running',
  rows: 0,
  createdAt: at,
  createdBy: 'mem_00000000000000000000000001',
  updatedAt: at,
  version: 1,
} as const;

export const createExportContract = {
  method: 'POST',
  path: '/v1/exports',
  operationId: 'createExport',
  summary: 'Write a list of customers into files: those that the caller sees, as he sees them',
  permission: 'customers.read',
  body: z.strictObject({
    of: z.literal('customers'),
    format: ExportFormat,
    /** The query of GET /v1/customers, with its saved views and filters. */
    filter: ListQuery.refine(({ cursor }) => cursor === undefined, { path: ['cursor'] }).optional(),
  }),
  status: 202,
  output: ExportView,
  problems: {
    'customers.view-not-found': 422,
    ...filterProblems,
  },
  example: { body: { of: 'customers', format: 'csv', filter: { tag: '华东区域' } }, answer: running },
} as const satisfies Contract;

export const listExportsContract = {
  method: 'GET',
  path: '/v1/exports',
  operationId: 'listExports',
  summary: 'One’s own exports, the latest first; an admin sees all, and no links to what others took',
  permission: 'customers.read',
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(ExportView.omit({ files: true })),
  example: { query: {}, answer: { items: [running], next: null } },
} as const satisfies Contract;

export const getExportContract = {
  method: 'GET',
  path: '/v1/exports/{id}',
  operationId: 'getExport',
  summary: 'How far an export is, and its files with rows and checksums once it is completed',
  permission: 'customers.read',
  params: z.strictObject({ id: ExportId }),
  status: 200,
  output: ExportView,
  problems: { 'customers.export-not-found': 404 },
  example: { answer: running },
} as const satisfies Contract;

export const exportContracts = [
  createExportContract,
  listExportsContract,
  getExportContract,
] as const satisfies readonly Contract[];
