import { DomainError, invalidField } from '#domain/shared/error.ts';
import { AttachmentId } from '#domain/shared/ids.ts';
import { route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { listAttachments as list } from '#store/attachments.ts';
import { listAttachmentsContract } from './contract.ts';
import { readSubject } from './subject.ts';

export const listAttachments = route(listAttachmentsContract, async ({ query }, caller, world: FilesWorld) => {
  const before = fromCursor(AttachmentId, query.cursor);
  const subject = await readSubject(world, caller, query.subjectId);
  if (subject === undefined) throw invalidField('?subjectId', 'attachments.unknown-subject');
  const { id, sees } = subject;
  if (sees !== 'all' && sees !== 'public') throw new DomainError('forbidden', 'attachments.not-seen');
  const hasNotes = sees === 'all' && id.startsWith('tkt_');
  const { items, next } = await list(world.table, id, {
    ranges: hasNotes ? ['public', 'internal'] : ['public'],
    limit: query.limit,
    before,
    archived: query.archived === 'true',
    now: world.now,
  });
  return { items, next: next === undefined ? null : toCursor(next) };
});
