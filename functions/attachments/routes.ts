import type { Route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { archiveAttachment } from './archive-attachment.ts';
import { createAttachment } from './create-attachment.ts';
import { getAttachment } from './get-attachment.ts';
import { listAttachments } from './list-attachments.ts';

/** In the order of the contracts. */
export const routes: readonly Route<FilesWorld>[] = [
  createAttachment,
  listAttachments,
  getAttachment,
  archiveAttachment,
];
