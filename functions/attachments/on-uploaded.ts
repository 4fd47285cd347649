import * as z from 'zod';
import { bytesMax, type Finding, settled } from '#domain/attachments/attachment.ts';
import { AttachmentId, SYSTEM } from '#domain/shared/ids.ts';
import { foreignSubscription } from '#functions/batch/subscription.ts';
import { type FilesWorld, s3Files, withFiles } from '#functions/http/files.ts';
import { putAttachment, readAttachment } from '#store/attachments.ts';
import { withConsistentReads } from '#store/table.ts';
import { examine } from './examine.ts';
import { objectKey } from './object.ts';

/** What S3 says of a new object (EventBridge `Object Created`). */
const ObjectCreated = z.object({ object: z.object({ key: z.string(), size: z.int().nonnegative() }) });

const files = withFiles(s3Files('ATTACHMENTS_BUCKET'));

/**
 * Looks at what was uploaded before anybody is given it. The state says whether it has been done, so a repeat does
 * nothing; what belongs to no attachment, or to a rejected one, is removed.
 */
export const handler = foreignSubscription(
  {
    context: 'attachments',
    name: 'on-uploaded',
    dedupe: false,
    detail: ObjectCreated,
    subjectOf: ({ object }) => idIn(object.key) ?? object.key,
    extend: files,
  },
  async ({ detail: { object } }, world) => {
    const id = idIn(object.key);
    if (id === undefined) return;
    const before = await readAttachment(withConsistentReads(world.table), id, world.now);
    if (before?.state === 'awaiting-upload' && before.erasedAt === undefined) {
      const finding = await findingOf(world, id, object.size, before);
      await world.commit([putAttachment(settled(before, finding, world.now, SYSTEM))], undefined);
      if (!('reason' in finding)) return;
    } else if (before?.state === 'ready') return;
    await world.files.remove(object.key);
  },
);

function idIn(key: string): string | undefined {
  const id = key.slice(objectKey('').length);
  return key === objectKey(id) && AttachmentId.safeParse(id).success ? id : undefined;
}

/** What is larger than anything that was announced is not even read. */
async function findingOf(
  { files: stored }: FilesWorld,
  id: string,
  size: number,
  announced: Parameters<typeof examine>[0],
): Promise<Finding> {
  if (size > bytesMax) return { reason: 'size' };
  const bytes = await stored.read(objectKey(id));
  if (bytes === undefined) throw new Error(`${id} was told of and is not there`);
  return examine(announced, bytes);
}
