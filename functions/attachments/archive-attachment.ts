import { archived } from '#domain/attachments/attachment.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { putAttachment } from '#store/attachments.ts';
import { StaleWrite } from '#store/table.ts';
import { archiveAttachmentContract } from './contract.ts';
import { attachmentInPath } from './visible.ts';

export const archiveAttachment = route(
  archiveAttachmentContract,
  async ({ params, ifMatch }, caller, world: FilesWorld) => {
    const { attachment, subject } = await attachmentInPath(world, caller, params.id);
    if (!subject.mayAdd(attachment.kind)) throw new DomainError('forbidden', 'attachments.not-editable');
    if (attachment.version !== ifMatch) throw new StaleWrite([]);
    return world.commit([putAttachment(archived(attachment, world.now, caller.memberId))], undefined);
  },
);
