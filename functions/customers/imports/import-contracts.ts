import * as z from 'zod';
import { Import, ImportFormat, ImportInput, ImportState, OnDuplicate, StartInput } from '#domain/customers/import.ts';
import { ColumnField } from '#domain/customers/import-fields.ts';
import { ImportId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { fileLink } from '../file-link.ts';

const id = 'imp_00000000000000000000000001';
const at = '2026-11-22T01:00:00.000Z';
const params = z.strictObject({ id: ImportId });
const notFound = { 'customers.import-not-found': 404 } as const;
const wrongState = { 'customers.import-state': 409 } as const;

const Count = z.int().nonnegative();
const ImportView = z.strictObject({
  id: ImportId,
  kind: z.literal('customers'),
  format: ImportFormat,
  fileName: z.string(),
  state: ImportState,
  dryRun: z.boolean(),
  onDuplicate: OnDuplicate,
  mapping: z.record(z.string(), ColumnField.nullable()).optional(),
  /** Rows of the file below its header, once it was read to its end. */
  rows: Count.optional(),
  /** Rows looked at so far: `total` is the sum of the others, always. */
  counts: z.strictObject({
    total: Count,
    created: Count,
    updated: Count,
    unchanged: Count,
    merged: Count,
    rejected: Count,
  }),
  /** Of an import that is, or was, taken back: rows. */
  undo: z.strictObject({ undone: Count, kept: Count }).optional(),
  /** Why no row of the file was entered. */
  failure: z.strictObject({ code: z.string(), detail: z.string(), row: z.int().optional() }).optional(),
  ...Import.pick({ createdAt: true, createdBy: true, updatedAt: true, version: true }).shape,
});

const counts = { total: 0, created: 0, updated: 0, unchanged: 0, merged: 0, rejected: 0 };
const example = {
  id,
  kind: 'customers',
  format: 'csv',
  fileName: '客户.csv',
  state: 'uploading',
  dryRun: false,
  onDuplicate: 'fail',
  counts,
  createdAt: at,
  createdBy: 'mem_00000000000000000000000001',
  updatedAt: at,
  version: 1,
} as const;
const exampleMapping = { 客户名称: 'name', 联系人: 'contact.name', 手机: 'contact.mobile', 备注: null } as const;
const running = { ...example, state: 'running', mapping: exampleMapping, version: 2 } as const;
const completed = {
  ...running,
  state: 'completed',
  rows: 3,
  counts: { ...counts, total: 3, created: 2, rejected: 1 },
  version: 4,
} as const;

const Link = z.strictObject({ url: z.url(), method: z.enum(['GET', 'PUT']), expiresAt: UtcInstant });
const ReportFiles = z.strictObject({
  files: z.array(z.strictObject({ ...fileLink, rows: Count })),
});
const exampleFiles = {
  files: [
    {
      url: 'https://files.example.com/rejected-0.csv',
      fileName: '客户 rejected.csv',
      rows: 1,
      expiresAt: '2026-11-22T01:05:00.000Z',
    },
  ],
};

export const createImportContract = {
  method: 'POST',
  path: '/v1/imports',
  operationId: 'createImport',
  summary: 'Announce a file of customers; send it with PUT to the link, then start the import',
  permission: 'customers.create',
  body: ImportInput,
  status: 201,
  output: ImportView.extend({ upload: Link }),
  example: {
    body: { kind: 'customers', format: 'csv', fileName: '客户.csv', bytes: 20480 },
    answer: {
      ...example,
      upload: { url: 'https://files.example.com/file', method: 'PUT', expiresAt: '2026-11-22T02:00:00.000Z' },
    },
  },
} as const satisfies Contract;

export const listImportsContract = {
  method: 'GET',
  path: '/v1/imports',
  operationId: 'listImports',
  summary: 'One’s own imports, the latest first; an admin sees all',
  permission: 'customers.create',
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(ImportView),
  example: { query: {}, answer: { items: [completed], next: null } },
} as const satisfies Contract;

export const getImportContract = {
  method: 'GET',
  path: '/v1/imports/{id}',
  operationId: 'getImport',
  summary: 'How far an import is: poll it until its state is completed, cancelled, failed or undone',
  permission: 'customers.create',
  params,
  status: 200,
  output: ImportView,
  problems: notFound,
  example: { answer: completed },
} as const satisfies Contract;

export const getImportColumnsContract = {
  method: 'GET',
  path: '/v1/imports/{id}/columns',
  operationId: 'getImportColumns',
  summary: 'The columns of the uploaded file, the field that each seems to be, and its first values',
  permission: 'customers.create',
  params,
  status: 200,
  output: z.strictObject({
    columns: z.array(
      z.strictObject({ header: z.string(), field: ColumnField.nullable(), sample: z.array(z.string()) }),
    ),
  }),
  problems: {
    ...notFound,
    'customers.import-not-uploaded': 409,
    'customers.import-empty': 422,
    'customers.import-unreadable': 422,
    'customers.import-not-xlsx': 422,
    'customers.import-not-vcard': 422,
    'customers.import-unpacked': 422,
    'customers.import-too-many-columns': 422,
  },
  example: { answer: { columns: [{ header: '手机', field: 'contact.mobile', sample: ['13800138000'] }] } },
} as const satisfies Contract;

export const startImportContract = {
  method: 'POST',
  path: '/v1/imports/{id}/start',
  operationId: 'startImport',
  summary: 'Enter the rows of the uploaded file as if each were sent to POST /v1/customers, or only rehearse it',
  permission: 'customers.create',
  params,
  body: StartInput,
  dryRun: true,
  status: 202,
  output: ImportView,
  problems: {
    ...getImportColumnsContract.problems,
    ...wrongState,
    'customers.import-unknown-column': 422,
    'customers.unknown-field': 422,
    'customers.import-field-twice': 422,
    'customers.import-nothing-mapped': 422,
  },
  example: { body: { mapping: exampleMapping, onDuplicate: 'fail', dryRun: false }, answer: running },
} as const satisfies Contract;

export const cancelImportContract = {
  method: 'POST',
  path: '/v1/imports/{id}/cancel',
  operationId: 'cancelImport',
  summary: 'Stop an import; rows that were entered stay until it is undone',
  permission: 'customers.create',
  params,
  status: 202,
  output: ImportView,
  problems: { ...notFound, ...wrongState },
  example: { answer: { ...running, state: 'cancelling', version: 3 } },
} as const satisfies Contract;

export const undoImportContract = {
  method: 'POST',
  path: '/v1/imports/{id}/undo',
  operationId: 'undoImport',
  summary: 'Take back what an import did, as far as nobody has touched it since',
  permission: 'customers.create',
  params,
  status: 202,
  output: ImportView,
  problems: { ...notFound, ...wrongState, 'customers.import-not-undoable': 409 },
  example: { answer: { ...completed, state: 'undoing', undo: { undone: 0, kept: 0 }, version: 5 } },
} as const satisfies Contract;

export const getRejectedRowsContract = {
  method: 'GET',
  path: '/v1/imports/{id}/rejected',
  operationId: 'getRejectedRows',
  summary: 'The rows that were not entered, with number, column, value, code and hint, as files to correct and import',
  permission: 'customers.create',
  params,
  status: 200,
  output: ReportFiles,
  problems: { ...notFound, ...wrongState },
  example: { answer: exampleFiles },
} as const satisfies Contract;

export const getKeptRowsContract = {
  ...getRejectedRowsContract,
  path: '/v1/imports/{id}/kept',
  operationId: 'getKeptRows',
  summary: 'The rows of an undone import that somebody had touched since, and so were kept',
} as const satisfies Contract;

export const importContracts = [
  createImportContract,
  listImportsContract,
  getImportContract,
  getImportColumnsContract,
  startImportContract,
  cancelImportContract,
  undoImportContract,
  getRejectedRowsContract,
  getKeptRowsContract,
] as const satisfies readonly Contract[];
