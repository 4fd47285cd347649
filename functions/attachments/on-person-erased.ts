import { erased } from '#domain/attachments/attachment.ts';
import { personErased } from '#events/customers.ts';
import { carryErasure, type Erasable } from '#functions/batch/carry-erasure.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { type Files, s3Files, withFiles } from '#functions/http/files.ts';
import { putAttachment, readAttachment } from '#store/attachments.ts';
import { attachmentsAbout } from '#store/attachments-erasure.ts';
import { objectKey } from './object.ts';

const files = withFiles(s3Files('ATTACHMENTS_BUCKET'));

/** The bytes go and the name; that there was a paper, of which kind, when and by whom stays. */
export const handler = subscription(
  {
    context: 'attachments',
    name: 'on-person-erased',
    events: [personErased],
    extend: files,
  },
  ({ detail }, world) => carryErasure(world, 'attachments', detail.erasureId, [attachments(world.files, world.now)]),
);

function attachments(stored: Files, now: Date): Erasable {
  return {
    kind: 'attachments',
    idsOf: attachmentsAbout,
    erase: async (table, id, { actorId }) => {
      const before = await readAttachment(table, id, now);
      if (before === undefined || before.erasedAt !== undefined) return [];
      // First the bytes: who breaks off between the two finds the row still to be done.
      await stored.remove(objectKey(id));
      return [putAttachment(erased(before, now, actorId))];
    },
  };
}
