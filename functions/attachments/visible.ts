import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { World } from '#functions/http/world.ts';
import { readAttachment } from '#store/attachments.ts';
import { readSubject, type Subject, seesAttachment } from './subject.ts';

/** The attachment with what it belongs to, or 404: what the caller may not see is not there for him. */
export async function attachmentInPath(
  world: World,
  caller: Caller,
  id: string,
): Promise<{ readonly attachment: Attachment; readonly subject: Subject }> {
  const attachment = await readAttachment(world.table, id, world.now);
  if (attachment !== undefined) {
    const subject = await readSubject(world, caller, attachment.subjectId);
    if (subject !== undefined && seesAttachment(subject, caller, attachment)) return { attachment, subject };
  }
  throw new DomainError('missing', 'attachments.not-found');
}
