import { Attachment, AttachmentSummary, forgottenAt, isForgotten } from '#domain/attachments/attachment.ts';
import { present } from '#domain/shared/present.ts';
import { type Key, partition } from './keys.ts';
import { behind, firstOf, merged, rowsOf } from './rows.ts';
import type { Expect, Table, Write } from './table.ts';

export function attachmentKey(id: string): Key {
  return { pk: partition('attachments', id), sk: 'attachment' };
}

/** Files of internal notes stand in a list of their own: who may not see notes does not read it. */
type Range = 'public' | 'internal';

function listPartition(subjectId: string, range: Range): string {
  return partition('attachments', range === 'public' ? 'of' : 'internal', subjectId);
}

function contactPartition(contactId: string): string {
  return partition('attachments', 'contact', contactId);
}

/** 0.5 RRU. Undefined for an upload that is forgotten. */
export async function readAttachment(table: Table, id: string, now: Date): Promise<Attachment | undefined> {
  const item = await table.get(attachmentKey(id));
  const attachment = item === undefined ? undefined : Attachment.parse(item);
  return attachment === undefined || isForgotten(attachment, now) ? undefined : attachment;
}

/** Row and list, and where it is about a person the list by which it is erased with him: 2 or 3 WRU. */
export function putAttachment(attachment: Attachment): Write {
  const { id, subjectId, contactId, internal, version, updatedAt, updatedBy, sha256, ...slim } = attachment;
  const expect: Expect = version === 1 ? 'absent' : { version: version - 1 };
  const forgotten = forgottenAt(attachment);
  return {
    op: 'put',
    key: attachmentKey(id),
    item: present({ version, updatedAt, updatedBy, sha256 }),
    slim: present({ ...slim, id, subjectId, contactId, internal }),
    gsi1: { pk: listPartition(subjectId, internal === true ? 'internal' : 'public'), sk: id },
    ...(contactId === undefined ? {} : { gsi2: { pk: contactPartition(contactId), sk: id } }),
    ...(forgotten === undefined ? {} : { expiresAt: Math.floor(forgotten.getTime() / 1000) }),
    expect,
  };
}

interface Asked {
  readonly ranges: readonly Range[];
  readonly limit: number;
  /** The id of the last one given. */
  readonly before?: string | undefined;
  readonly archived: boolean;
  readonly now: Date;
}

/** The latest first, without what is forgotten, and without what is archived unless asked for: one RRU for about twelve. */
export function listAttachments(table: Table, subjectId: string, { ranges, limit, before, archived, now }: Asked) {
  const sources = ranges.map((range) =>
    rowsOf(table, {
      index: 'gsi1',
      pk: listPartition(subjectId, range),
      descending: true,
      limit: limit + 1,
      ...(before === undefined ? {} : { to: upTo(before) }),
    }),
  );
  return firstOf(merged(sources, true), limit, ({ item }) => {
    const entry = AttachmentSummary.parse(item);
    return isForgotten(entry, now) || (!archived && entry.archivedAt !== undefined) ? undefined : entry;
  });
}

/** The greatest key below an id of ours. */
function upTo(id: string): string {
  return behind(id.slice(0, -1) + String.fromCharCode(id.charCodeAt(id.length - 1) - 1));
}

/** Ids of all that belong to a record, internal notes' too; what is forgotten may be among them. */
export async function attachmentIdsOfSubject(table: Table, subjectId: string): Promise<string[]> {
  const ranges = subjectId.startsWith('tkt_') ? (['public', 'internal'] as const) : (['public'] as const);
  const found = await Promise.all(ranges.map((range) => idsIn(table, 'gsi1', listPartition(subjectId, range))));
  return found.flat();
}

/** Ids of all that are about a person. */
export function attachmentIdsOfContact(table: Table, contactId: string): Promise<string[]> {
  return idsIn(table, 'gsi2', contactPartition(contactId));
}

async function idsIn(table: Table, index: 'gsi1' | 'gsi2', pk: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { indexSk = '' } of rowsOf(table, { index, pk, limit: 500 })) ids.push(indexSk);
  return ids;
}
