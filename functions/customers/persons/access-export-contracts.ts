import * as z from 'zod';
import { AccessExport, accessFormats } from '#domain/customers/access-export.ts';
import { AccessExportId, ContactId } from '#domain/shared/ids.ts';
import { Locale } from '#domain/shared/locale.ts';
import type { Contract } from '#functions/http/contract.ts';
import { fileLink } from '../file-link.ts';

const AccessExportView = AccessExport.omit({ requester: true, files: true, emailKeys: true })
  .extend({
    /** Once it is completed: each with a link that is good for five minutes. */
    files: z
      .array(z.strictObject({ ...fileLink, format: z.enum(accessFormats), bytes: z.int(), sha256: z.string() }))
      .optional(),
  })
  .strict();

const at = '2026-11-22T01:00:00.000Z';
const running: z.input<typeof AccessExportView> = {
  id: 'axp_00000000000000000000000001',
  customerId: 'cus_00000000000000000000000001',
  contactId: 'con_00000000000000000000000001',
  locale: 'zh-CN',
  state: 'running',
  counts: {},
  leftOut: {},
  version: 1,
  createdAt: at,
  createdBy: 'mem_00000000000000000000000001',
  updatedAt: at,
};

export const createAccessExportContract = {
  method: 'POST',
  path: '/v1/contacts/{id}/access-export',
  operationId: 'createAccessExport',
  summary: 'Write everything that is kept about a person into a JSON file and a page to read, for him to be given',
  permission: 'customers.delete',
  params: z.strictObject({ id: ContactId }),
  body: z.strictObject({
    /** Of the page; the contact’s own unless stated, else the caller’s. */
    locale: Locale.optional(),
  }),
  status: 202,
  output: AccessExportView,
  problems: { 'customers.contact-not-found': 404, 'customers.person-erased': 409 },
  example: { body: { locale: 'zh-CN' }, answer: running },
} as const satisfies Contract;

export const getAccessExportContract = {
  method: 'GET',
  path: '/v1/access-exports/{id}',
  operationId: 'getAccessExport',
  summary: 'How far it is, and its files with checksums and links once it is completed',
  permission: 'customers.delete',
  params: z.strictObject({ id: AccessExportId }),
  status: 200,
  output: AccessExportView,
  problems: { 'customers.export-not-found': 404 },
  example: { answer: running },
} as const satisfies Contract;

export const accessExportContracts = [
  createAccessExportContract,
  getAccessExportContract,
] as const satisfies readonly Contract[];
