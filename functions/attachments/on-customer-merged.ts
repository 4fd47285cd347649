import { customerMerged, customerUnmerged, mergeSettled } from '#events/customers.ts';
import { carryMerge, type Movable } from '#functions/batch/carry-merge.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { attachmentIdsOfSubject, putAttachment, readAttachment } from '#store/attachments.ts';

/** What stands with a customer goes to him who remains; what stands with his contracts and tickets goes with those. */
export const handler = subscription(
  { context: 'attachments', name: 'on-customer-merged', events: [customerMerged, mergeSettled, customerUnmerged] },
  ({ detail }, world) => carryMerge(world, 'attachments', detail.mergeId, [attachments(world.now)]),
);

function attachments(now: Date): Movable {
  return {
    owns: (id) => id.startsWith('att_'),
    idsOf: attachmentIdsOfSubject,
    read: async (table, id) => {
      const row = await readAttachment(table, id, now);
      if (row === undefined) return undefined;
      return {
        customerId: row.subjectId,
        mark: row.updatedAt,
        movedTo: (subjectId) => putAttachment({ ...row, subjectId, version: row.version + 1 }),
      };
    },
  };
}
