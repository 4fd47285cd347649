import { erasedMessage } from '#domain/mail/message.ts';
import { personErased } from '#events/customers.ts';
import { carryErasure, type Erasable } from '#functions/batch/carry-erasure.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { followUpsAbout } from '#store/activities-erasure.ts';
import { deleteBody, putMessage, readMessage } from '#store/mail.ts';
import { mailIdsOf, mailsAbout } from '#store/mail-erasure.ts';
import { ticketsAbout } from '#store/tickets-erasure.ts';
import { wakesAgain } from './dispatch.ts';

/** Whoever was written to: subjects of mails to staff name what their tickets and follow-ups were called. */
const mails: Erasable = {
  kind: 'mails',
  idsOf: async function* (table, whose) {
    for await (const { id } of mailsAbout(table, whose)) yield id;
    for await (const { id } of ticketsAbout(table, whose)) yield* mailIdsOf(table, id);
    for await (const { id } of followUpsAbout(table, whose)) yield* mailIdsOf(table, id);
  },
  erase: async (table, id, { now }) => {
    const before = await readMessage(table, id);
    const after = before && erasedMessage(before, now);
    if (before === undefined || after === undefined) return [];
    const wakesAt = wakesAgain(before, now);
    const put = putMessage(after, { version: before.version }, wakesAt === undefined ? {} : { wakesAt });
    return 'customerId' in before.to ? [put, deleteBody(id)] : [put];
  },
};

/** That a mail was written, when, and what became of it stays; what it said does not. */
export const handler = subscription(
  { context: 'mail', name: 'on-person-erased', events: [personErased] },
  ({ detail }, world) => carryErasure(world, 'mail', detail.erasureId, [mails]),
);
