import { customerMerged, customerUnmerged, mergeSettled } from '#events/customers.ts';
import { carryMerge, type Movable } from '#functions/batch/carry-merge.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { putMessage, readMessage, readMessageIdsOf } from '#store/mail.ts';
import { wakesAgain } from './dispatch.ts';

/** What was written to a customer's people stays written; nobody but the mail service ever changes it. */
export const handler = subscription(
  { context: 'mail', name: 'on-customer-merged', events: [customerMerged, mergeSettled, customerUnmerged] },
  ({ detail }, world) => carryMerge(world, 'mail', detail.mergeId, [messages(world.now)]),
);

function messages(now: Date): Movable {
  return {
    owns: (id) => id.startsWith('msg_'),
    idsOf: readMessageIdsOf,
    read: async (table, id) => {
      const row = await readMessage(table, id);
      if (row === undefined || !('customerId' in row.to)) return undefined;
      const { to, version } = row;
      const wakesAt = wakesAgain(row, now);
      return {
        customerId: to.customerId,
        mark: '',
        movedTo: (customerId) =>
          putMessage(
            { ...row, to: { ...to, customerId }, version: version + 1 },
            { version },
            wakesAt === undefined ? {} : { wakesAt },
          ),
      };
    },
  };
}
