import type { Notification } from '#domain/members/notification.ts';
import { mailRequested } from '#events/mail.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { readRecipient } from '#store/members.ts';
import { claimTold, putNotification } from '#store/members-inbox.ts';
import { StaleWrite } from '#store/table.ts';

/**
 * What is written to a member by mail stands in his inbox too; whoever has left, his successor's. As with mail, kind, ref
 * and recipient come once ever, so the row that says so also makes a second delivery harmless.
 */
export const handler = subscription(
  { context: 'members', name: 'on-mail-requested', events: [mailRequested], dedupe: false },
  async ({ detail: { kind, ref, to, facts }, at }, world) => {
    if (!('memberId' in to)) return;
    const member = await readRecipient(world.table, to.memberId);
    if (member === undefined) return;
    const notification: Notification = {
      id: world.newId('ntf'),
      memberId: member.id,
      kind,
      ref,
      facts,
      at,
      version: 1,
    };
    try {
      await world.commit([claimTold(notification), putNotification(notification, 'absent')], undefined);
    } catch (error) {
      if (!(error instanceof StaleWrite)) throw error;
    }
  },
);
