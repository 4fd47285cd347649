import { announced, type NewAttachment } from '#domain/attachments/attachment.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { putAttachment } from '#store/attachments.ts';
import { readContact } from '#store/customers.ts';
import type { Table } from '#store/table.ts';
import { readMessage } from '#store/tickets-messages.ts';
import { createAttachmentContract } from './contract.ts';
import { linkSeconds, objectKey } from './object.ts';
import { readSubject, type Subject } from './subject.ts';

export const createAttachment = route(createAttachmentContract, async ({ body }, caller, world: FilesWorld) => {
  const { table, now } = world;
  const subject = await subjectInBody(world, caller, body);
  const internal = await isOfNote(table, subject, body.messageId);
  await assertContact(table, subject, body.contactId);
  const id = world.newId('att');
  const told = { ...body, subjectId: subject.id };
  const attachment = announced(told, { id, internal, now, actorId: caller.memberId });
  const { contentType, sizeBytes } = attachment;
  const link = await world.files.uploadLinkOnce(objectKey(id), sizeBytes, contentType, linkSeconds);
  const expiresAt = new Date(now.getTime() + linkSeconds * 1000).toISOString();
  const upload = { ...link, method: 'PUT', expiresAt } as const;
  return world.commit([putAttachment(attachment)], { ...attachment, upload });
});

async function subjectInBody(world: FilesWorld, caller: Caller, body: NewAttachment): Promise<Subject> {
  const subject = await readSubject(world, caller, body.subjectId);
  if (subject === undefined) throw invalidField('/subjectId', 'attachments.unknown-subject');
  if (!subject.mayAdd(body.kind)) throw new DomainError('forbidden', 'attachments.not-editable');
  return subject;
}

/** Whether the message is an internal note; whoever does not see notes does not know of them. */
async function isOfNote(table: Table, { id, sees }: Subject, messageId: string | undefined): Promise<boolean> {
  if (messageId === undefined) return false;
  const ranges = sees === 'all' ? (['public', 'internal'] as const) : (['public'] as const);
  const message = id.startsWith('tkt_') ? await readMessage(table, id, messageId, ranges) : undefined;
  if (message === undefined) throw invalidField('/messageId', 'attachments.unknown-message');
  return message.visibility === 'internal';
}

async function assertContact(table: Table, { customerId }: Subject, contactId: string | undefined): Promise<void> {
  if (contactId === undefined) return;
  const contact = customerId === undefined ? undefined : await readContact(table, customerId, contactId);
  if (contact === undefined) throw invalidField('/contactId', 'attachments.unknown-contact');
}
