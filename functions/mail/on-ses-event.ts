import * as z from 'zod';
import { type Message, type Report, stateAfter } from '#domain/mail/message.ts';
import { messageTag } from '#events/mail.ts';
import { foreignSubscription } from '#functions/batch/subscription.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import type { World } from '#functions/http/world.ts';
import { putSuppressed, readMessage } from '#store/mail.ts';
import type { Write } from '#store/table.ts';
import { addressDigest } from './digest.ts';
import { toWrite } from './dispatch.ts';

const Recipients = z.array(z.object({ emailAddress: z.string() })).default([]);

/** What of SES's events matters here; they hold more. */
const SesEvent = z.object({
  eventType: z.string(),
  mail: z.object({
    messageId: z.string(),
    timestamp: z.string(),
    tags: z.record(z.string(), z.array(z.string())).default({}),
  }),
  bounce: z
    .object({ bounceType: z.string(), bounceSubType: z.string().optional(), bouncedRecipients: Recipients })
    .optional(),
  complaint: z.object({ complainedRecipients: Recipients }).optional(),
  reject: z.object({ reason: z.string().optional() }).optional(),
});
type SesEvent = z.output<typeof SesEvent>;

const reports: Readonly<Record<string, Report>> = {
  Send: 'accepted',
  Delivery: 'delivered',
  Reject: 'failed',
  Bounce: 'bounced',
  Complaint: 'complained',
};

/**
 * Moves a message on by what SES reports of it, which comes at least once and in any order; the tag names the message,
 * so that a report counts even where the answer to the call was lost.
 */
export const handler = foreignSubscription(
  {
    context: 'mail',
    name: 'on-ses-event',
    dedupe: false,
    means: { secrets: readSecrets },
    detail: SesEvent,
    subjectOf: ({ mail }) => mail.tags[messageTag]?.[0] ?? mail.messageId,
  },
  async ({ detail, subject }, world) => {
    const report = reports[detail.eventType];
    const before = report === undefined ? undefined : await readMessage(world.table, subject, { consistent: true });
    // Mail that the account sends for others, such as the user pool's invitations, has no row here.
    if (report === undefined || before === undefined) return;
    const state = stateAfter(before.state, report);
    const suppressed = await suppressions(detail, world);
    if (state === undefined && suppressed.length === 0) return;
    const after: Message = { ...before, ...told(detail, before, report), state: state ?? before.state };
    const moved = state === undefined ? [] : [toWrite(after, before, { version: before.version }, world)];
    await world.table.commit([...moved, ...suppressed]);
  },
);

function told({ mail, bounce, reject }: SesEvent, before: Message, report: Report) {
  const reason =
    bounce === undefined ? reject?.reason : [bounce.bounceType, bounce.bounceSubType].filter(Boolean).join('/');
  return {
    version: before.version + 1,
    serviceId: mail.messageId,
    updatedAt: new Date(mail.timestamp).toISOString(),
    // Whatever was reported, it had been accepted.
    ...(report === 'failed' ? {} : { acceptedAt: before.acceptedAt ?? new Date(mail.timestamp).toISOString() }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** An address that does not exist, or whose owner complained, is never written to again; a full mailbox is. */
async function suppressions({ bounce, complaint, mail }: SesEvent, world: World): Promise<Write[]> {
  const hard = bounce?.bounceType === 'Permanent' ? bounce.bouncedRecipients : [];
  const complained = complaint?.complainedRecipients ?? [];
  if (hard.length + complained.length === 0) return [];
  const secrets = await world.secrets();
  const digest = ({ emailAddress }: { readonly emailAddress: string }) => addressDigest(secrets, bare(emailAddress));
  return [
    ...hard.map((each) => putSuppressed(digest(each), 'bounced', mail.timestamp)),
    ...complained.map((each) => putSuppressed(digest(each), 'complained', mail.timestamp)),
  ];
}

/** SES repeats the address as it stood in the mail, perhaps `王芳 <wang@example.com>`. */
function bare(address: string): string {
  return /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address;
}
