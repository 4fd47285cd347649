import * as z from 'zod';
import { Attachment, AttachmentSummary, NewAttachment, SubjectId } from '#domain/attachments/attachment.ts';
import { AttachmentId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const byId = z.strictObject({ id: AttachmentId });

/** PUT the bytes there with exactly these headers, before the instant. */
const Upload = z.strictObject({
  url: z.string(),
  method: z.literal('PUT'),
  headers: z.record(z.string(), z.string()),
  expiresAt: UtcInstant,
});

/** Saves the file under its name. */
const Download = z.strictObject({ url: z.string(), expiresAt: UtcInstant });

const quote: z.input<typeof Attachment> = {
  id: 'att_01KAKQ8Z000000000000000001',
  subjectId: 'cus_01KAKQ8Z000000000000000001',
  contactId: 'con_01KAKQ8Z000000000000000001',
  name: '报价单-2026-11.pdf',
  contentType: 'application/pdf',
  sizeBytes: 48_213,
  kind: 'quote',
  state: 'awaiting-upload',
  version: 1,
  createdAt: '2026-11-22T02:00:00.000Z',
  createdBy: 'mem_01KAKQ8Z000000000000000001',
  updatedAt: '2026-11-22T02:00:00.000Z',
  updatedBy: 'mem_01KAKQ8Z000000000000000001',
};
const expiresAt = '2026-11-22T02:05:00.000Z';
const { version: _, updatedAt: __, updatedBy: ___, ...listed } = quote;

export const createAttachmentContract = {
  method: 'POST',
  path: '/v1/attachments',
  operationId: 'createAttachment',
  summary:
    'Announces a file of a customer, interaction, contract or ticket; the answer says where to PUT it within five minutes.',
  permission: 'signed-in',
  body: NewAttachment,
  status: 201,
  output: Attachment.extend({ upload: Upload }),
  problems: {
    'attachments.unknown-subject': 422,
    'attachments.unknown-message': 422,
    'attachments.unknown-contact': 422,
    'attachments.wrong-extension': 422,
    'attachments.consent-of-customer': 422,
    'attachments.not-editable': 403,
  },
  example: {
    body: {
      subjectId: 'cus_01KAKQ8Z000000000000000001',
      contactId: 'con_01KAKQ8Z000000000000000001',
      name: '报价单-2026-11.pdf',
      contentType: 'application/pdf',
      sizeBytes: 48_213,
      kind: 'quote',
    },
    answer: {
      ...quote,
      upload: {
        url: 'https://…/attachments/att_01KAKQ8Z000000000000000001?X-Amz-Signature=…',
        method: 'PUT',
        headers: { 'content-type': 'application/pdf', 'if-none-match': '*' },
        expiresAt,
      },
    },
  },
} as const satisfies Contract;

export const listAttachmentsContract = {
  method: 'GET',
  path: '/v1/attachments',
  operationId: 'listAttachments',
  summary: 'The attachments of a customer, interaction, contract or ticket, the latest first.',
  permission: 'signed-in',
  query: z.strictObject({ subjectId: SubjectId, archived: z.enum(['true', 'false']).optional(), ...listQuery }),
  status: 200,
  output: listOf(AttachmentSummary),
  problems: { 'attachments.unknown-subject': 422, 'attachments.not-seen': 403 },
  example: {
    query: { subjectId: 'cus_01KAKQ8Z000000000000000001' },
    answer: { items: [{ ...listed, state: 'ready' }], next: null },
  },
} as const satisfies Contract;

export const getAttachmentContract = {
  method: 'GET',
  path: '/v1/attachments/{id}',
  operationId: 'getAttachment',
  summary: 'One attachment, once it is ready with a link that is good for five minutes.',
  permission: 'signed-in',
  params: byId,
  status: 200,
  output: Attachment.extend({ download: Download.optional() }),
  problems: { 'attachments.not-found': 404 },
  example: {
    answer: {
      ...quote,
      state: 'ready',
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      version: 2,
      updatedAt: '2026-11-22T02:00:20.000Z',
      updatedBy: 'system',
      download: { url: 'https://…/attachments/att_01KAKQ8Z000000000000000001?X-Amz-Signature=…', expiresAt },
    },
  },
} as const satisfies Contract;

export const archiveAttachmentContract = {
  method: 'DELETE',
  path: '/v1/attachments/{id}',
  operationId: 'archiveAttachment',
  summary: 'Archives an attachment: it is out of the lists and stays where it is used.',
  permission: 'signed-in',
  params: byId,
  ifMatch: true,
  status: 204,
  problems: {
    'attachments.not-found': 404,
    'attachments.not-editable': 403,
    'attachments.archived': 409,
  },
} as const satisfies Contract;

export const contracts: readonly Contract[] = [
  createAttachmentContract,
  listAttachmentsContract,
  getAttachmentContract,
  archiveAttachmentContract,
];
