import { route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { getAttachmentContract } from './contract.ts';
import { linkSeconds, objectKey } from './object.ts';
import { attachmentInPath } from './visible.ts';

export const getAttachment = route(getAttachmentContract, async ({ params }, caller, world: FilesWorld) => {
  const { attachment } = await attachmentInPath(world, caller, params.id);
  if (attachment.state !== 'ready' || attachment.erasedAt !== undefined) return attachment;
  const url = await world.files.downloadLink(objectKey(attachment.id), attachment.name, linkSeconds);
  const expiresAt = new Date(world.now.getTime() + linkSeconds * 1000).toISOString();
  return { ...attachment, download: { url, expiresAt } };
});
