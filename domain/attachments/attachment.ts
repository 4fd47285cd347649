import * as z from 'zod';
import { DomainError, invalidField } from '../shared/error.ts';
import { AttachmentId, ContactId, ContractId, CustomerId, InteractionId, MessageId, TicketId } from '../shared/ids.ts';
import { firstStamps, restamped, Stamps } from '../shared/stamps.ts';
import { line } from '../shared/text.ts';
import { dayMs, UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';
import { ContentType, extensionsOf } from './content-type.ts';

/** What an attachment belongs to. */
export const SubjectId = z.union([CustomerId, InteractionId, ContractId, TicketId]);
export type SubjectId = z.output<typeof SubjectId>;

/** What the paper is (IMP-08); `consent` is a signed consent, which only a customer has. */
export const AttachmentKind = z.enum(['consent', 'contract', 'quote', 'photo', 'recording', 'other']);

/** `rejected`: what was sent is not what was announced, and it was removed. */
const AttachmentState = z.enum(['awaiting-upload', 'ready', 'rejected']);
const RejectionReason = z.enum(['size', 'type', 'checksum']);
type RejectionReason = z.output<typeof RejectionReason>;

export const bytesMax = 25 * 1024 * 1024;
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, says('attachments.sha256'));

export const NewAttachment = z.strictObject({
  subjectId: SubjectId,
  /** The message of the ticket that it came with. */
  messageId: MessageId.optional(),
  /** Whom it is about: it is erased with him. */
  contactId: ContactId.optional(),
  /** With the ending of its type. */
  name: line(200).refine((name) => !/[/\\]/.test(name), says('attachments.bad-name')),
  contentType: ContentType,
  sizeBytes: z.int().min(1).max(bytesMax),
  /** In lower-case hex. */
  sha256: Sha256.optional(),
  kind: AttachmentKind.default('other'),
});
export type NewAttachment = z.output<typeof NewAttachment>;

export const Attachment = z.strictObject({
  id: AttachmentId,
  subjectId: SubjectId,
  messageId: MessageId.optional(),
  contactId: ContactId.optional(),
  name: z.string(),
  contentType: ContentType,
  sizeBytes: z.int(),
  /** As announced; once `ready`, of what lies there. */
  sha256: z.string().optional(),
  kind: AttachmentKind,
  state: AttachmentState,
  reason: RejectionReason.optional(),
  /** Came with an internal note of a ticket: only who sees notes sees it. */
  internal: z.literal(true).optional(),
  archivedAt: UtcInstant.optional(),
  /** Its bytes and its name went with a person who was erased. */
  erasedAt: UtcInstant.optional(),
  ...Stamps,
});
export type Attachment = z.output<typeof Attachment>;

/** What a list shows: the part that the indexes project. */
export const AttachmentSummary = Attachment.omit({ version: true, updatedAt: true, updatedBy: true, sha256: true });

/** How long an upload that never became a file is remembered. */
const rememberedMs = dayMs;

interface Entry {
  readonly id: string;
  /** Whether the message that it came with is an internal note. */
  readonly internal: boolean;
  readonly now: Date;
  readonly actorId: string;
}

export function announced(told: NewAttachment, { id, internal, now, actorId }: Entry): Attachment {
  const { name, contentType, kind, subjectId } = told;
  if (!extensionsOf(contentType).some((extension) => name.toLowerCase().endsWith(`.${extension}`))) {
    throw invalidField('/name', 'attachments.wrong-extension', { expected: extensionsOf(contentType).join(', ') });
  }
  if (kind === 'consent' && !subjectId.startsWith('cus_')) {
    throw invalidField('/kind', 'attachments.consent-of-customer');
  }
  return {
    ...told,
    id,
    state: 'awaiting-upload',
    ...(internal ? { internal: true } : {}),
    ...firstStamps(now, actorId),
  };
}

/** What was found where the upload lies. */
export type Finding = { readonly sha256: string } | { readonly reason: RejectionReason };

/** What came of an upload. Whatever stood there, the system says so, not the member. */
export function settled(before: Attachment, finding: Finding, now: Date, actorId: string): Attachment {
  const outcome = 'reason' in finding ? { state: 'rejected' as const } : { state: 'ready' as const };
  return restamped({ ...before, ...outcome, ...finding }, now, actorId);
}

/** Nothing that happened is deleted (rules.md 4): it is out of the lists and stays where it is used. */
export function archived(before: Attachment, now: Date, actorId: string): Attachment {
  if (before.archivedAt !== undefined) throw new DomainError('conflict', 'attachments.archived');
  return restamped({ ...before, archivedAt: now.toISOString() }, now, actorId);
}

/** That there was a paper stays, so that a consent that names it still leads somewhere. */
export function erased(before: Attachment, now: Date, actorId: string): Attachment {
  const { sha256: _, ...rest } = before;
  const at = now.toISOString();
  return restamped({ ...rest, name: '', archivedAt: before.archivedAt ?? at, erasedAt: at }, now, actorId);
}

/** When an upload that has not become a file is forgotten; undefined for a file. */
export function forgottenAt({ state, createdAt }: Pick<Attachment, 'state' | 'createdAt'>): Date | undefined {
  return state === 'ready' ? undefined : new Date(Date.parse(createdAt) + rememberedMs);
}

/** DynamoDB removes rows some time after they are forgotten: until then nobody sees them. */
export function isForgotten(attachment: Pick<Attachment, 'state' | 'createdAt'>, now: Date): boolean {
  const at = forgottenAt(attachment);
  return at !== undefined && at <= now;
}
