import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import type { Attachment, Finding } from '#domain/attachments/attachment.ts';
import { isOfType, isText, looksLikeText } from '#domain/attachments/content-type.ts';

/** Holds what lies there against what was announced: size, type by its first bytes, checksum where one was told. */
export async function examine(
  { sizeBytes, contentType, sha256: told }: Pick<Attachment, 'sizeBytes' | 'contentType' | 'sha256'>,
  bytes: Uint8Array,
): Promise<Finding> {
  if (bytes.length !== sizeBytes) return { reason: 'size' };
  const isAsDeclared = isText(contentType)
    ? looksLikeText(bytes)
    : isOfType(contentType, (await fileTypeFromBuffer(bytes))?.mime);
  if (!isAsDeclared) return { reason: 'type' };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return told === undefined || told === sha256 ? { sha256 } : { reason: 'checksum' };
}
