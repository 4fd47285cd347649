import { nextTry, reportMs } from '#domain/mail/message.ts';
import { customerMerged, customerUnmerged, mergeSettled } from '#events/customers.ts';
import { carryMerge, type Movable } from '#functions/batch/carry-merge.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { putMessage, readMessage, readMessageIdsOf } from '#store/mail.ts';

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
      const wakesAt = wakeTime(row, now);
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

/** One that is not out yet goes on waiting for its next try, or for the mail service's report. */
function wakeTime({ state, attempts }: { readonly state: string; readonly attempts: number }, now: Date) {
  if (state === 'queued') return nextTry(attempts, now);
  return state === 'sending' ? new Date(now.getTime() + reportMs) : undefined;
}
