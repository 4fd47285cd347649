import type { Notification } from '#domain/members/notification.ts';
import { mailRequested } from '#events/mail.ts';
import { idOf } from '#functions/batch/id-of.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { readRecipient } from '#store/members.ts';
import { putNotification } from '#store/members-inbox.ts';
import { StaleWrite } from '#store/table.ts';

/**
 * What is written to a member by mail stands in his inbox too; whoever has left, his successor's. As with mail, kind, ref
 * and recipient come once ever (rules.md 8): they are the notification's id, so a second delivery finds it there.
 */
export const handler = subscription(
  { context: 'members', name: 'on-mail-requested', events: [mailRequested], dedupe: false },
  async ({ detail: { kind, ref, to, facts }, at }, world) => {
    if (!('memberId' in to)) return;
    const member = await readRecipient(world.table, to.memberId);
    if (member === undefined) return;
    const notification: Notification = {
      id: idOf('ntf', [kind, ref, member.id]),
      memberId: member.id,
      kind,
      ref,
      facts,
      at,
      arrivedAt: world.now.toISOString(),
      version: 1,
    };
    try {
      await world.commit([putNotification(notification, 'absent')], undefined);
    } catch (error) {
      if (!(error instanceof StaleWrite)) throw error;
    }
  },
);
