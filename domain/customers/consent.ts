import * as z from 'zod';
import { AttachmentId, ConsentId, ContactId } from '../shared/ids.ts';
import { line } from '../shared/text.ts';
import { UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';

const ConsentChannel = z.enum(['email', 'sms', 'phone', 'wechat', 'app', 'post']);
/** On what the law lets us write: what was agreed to, or what needs no agreement. */
const ConsentBasis = z.enum(['consent', 'contract', 'legal-obligation', 'legitimate-interest']);
const Purpose = z.string().regex(/^[a-z0-9-]{1,40}$/, says('shared.choice-code'));

export const ConsentInput = z.strictObject({
  contactId: ContactId.optional(),
  purpose: Purpose,
  channel: ConsentChannel,
  granted: z.boolean(),
  basis: ConsentBasis,
  /** Where it was said: a form, a call, a signed paper. */
  source: line(200),
  textVersion: line(40).optional(),
  /** The signed paper: an attachment of the customer, of kind `consent` and ready. */
  documentId: AttachmentId.optional(),
});
export type ConsentInput = z.output<typeof ConsentInput>;

/** One thing that a person said about what we may do. Never changed: a later one takes its place. */
export const Consent = z.object({
  id: ConsentId,
  contactId: ContactId,
  purpose: z.string(),
  channel: ConsentChannel,
  granted: z.boolean(),
  basis: ConsentBasis,
  source: z.string(),
  textVersion: z.string().optional(),
  documentId: AttachmentId.optional(),
  recordedAt: UtcInstant,
  recordedBy: z.string(),
});
export type Consent = z.output<typeof Consent>;

/** What was in force: of each person, purpose and channel the latest word. Given oldest first. */
export function inForce(consents: readonly Consent[]): Consent[] {
  return [...new Map(consents.map((each) => [`${each.contactId} ${each.purpose} ${each.channel}`, each])).values()];
}
