import * as z from 'zod';
import { DomainError } from '../shared/error.ts';
import { ContactId } from '../shared/ids.ts';
import { Locale } from '../shared/locale.ts';
import { present } from '../shared/present.ts';
import { assertOpened, Sealed } from '../shared/sealed.ts';
import { line } from '../shared/text.ts';
import { Duration, durationMs, UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';
import { halfWidth } from './half-width.ts';
import { Landline, Mobile, toValidE164 } from './phone.ts';

export const Email = z
  .string()
  .max(254)
  .transform(halfWidth)
  .pipe(z.email(says('shared.email')));

const fields = /* @__PURE__ */ (() => ({
  name: line(100),
  mobile: Mobile,
  landline: Landline,
  email: Email,
  wechat: line(64),
  title: line(100),
  locale: Locale,
  preferredChannel: z.enum(['email', 'sms', 'phone', 'wechat', 'app', 'post']),
  marketingEvery: Duration,
  doNotContact: z.boolean(),
}))();

/** What a caller says about a contact. */
export const ContactInput = /* @__PURE__ */ (() =>
  z.strictObject({
    name: fields.name,
    mobile: fields.mobile.optional(),
    landline: fields.landline.optional(),
    email: fields.email.optional(),
    wechat: fields.wechat.optional(),
    title: fields.title.optional(),
    locale: fields.locale.optional(),
    preferredChannel: fields.preferredChannel.optional(),
    /** At most one marketing message in this time. */
    marketingEvery: fields.marketingEvery.optional(),
    /** No marketing whatever the consents say, until it is taken back. Answers to what he asked still reach him. */
    doNotContact: fields.doNotContact.optional(),
  }))();
export type ContactInput = z.output<typeof ContactInput>;

/** A merge patch: null takes a field away. `main: true` makes this the main contact. */
export const ContactPatch = /* @__PURE__ */ (() =>
  z.strictObject({
    name: fields.name.optional(),
    mobile: fields.mobile.nullable().optional(),
    landline: fields.landline.nullable().optional(),
    email: fields.email.nullable().optional(),
    wechat: fields.wechat.nullable().optional(),
    title: fields.title.nullable().optional(),
    locale: fields.locale.nullable().optional(),
    preferredChannel: fields.preferredChannel.nullable().optional(),
    marketingEvery: fields.marketingEvery.nullable().optional(),
    doNotContact: fields.doNotContact.nullable().optional(),
    main: z.boolean().optional(),
  }))();
export type ContactPatch = z.output<typeof ContactPatch>;

/** A person whom we know at a customer. What was once valid stays readable, so rows are not held to today's formats. */
export const Contact = z.object({
  id: ContactId,
  name: z.string(),
  mobile: z.string().optional(),
  landline: z.string().optional(),
  /** The numbers as they are compared and dialled, beside what was typed. */
  mobileE164: z.string().optional(),
  landlineE164: z.string().optional(),
  email: z.string().optional(),
  /** Since when the e-mail is what it is, where it was changed. */
  emailSince: UtcInstant.optional(),
  /** A mail found no mailbox there (CUS-21). Another e-mail takes it away. */
  emailBouncedAt: UtcInstant.optional(),
  wechat: z.string().optional(),
  title: z.string().optional(),
  locale: Locale.optional(),
  preferredChannel: z.string().optional(),
  marketingEvery: z.string().optional(),
  doNotContact: z.boolean().optional(),
  archivedAt: UtcInstant.optional(),
  /** Nothing is known of him any more: only that somebody stood here. */
  erasedAt: UtcInstant.optional(),
  /** While it is there the values graded high are masks, and this is what they hide. */
  sealed: Sealed.optional(),
  /** What the values graded high were opened from. */
  opened: Sealed.optional(),
  version: z.int().positive(),
});
export type Contact = z.output<typeof Contact>;

/** Someone must be reachable (rules.md 7). */
export function assertReachable(contact: Pick<Contact, 'mobile' | 'landline' | 'email'>, pointer = ''): void {
  if (contact.mobile !== undefined || contact.landline !== undefined || contact.email !== undefined) return;
  const code = 'customers.contact-unreachable';
  throw new DomainError(
    'invalid',
    code,
    {},
    ['mobile', 'landline', 'email'].map((field) => ({ pointer: `${pointer}/${field}`, code })),
  );
}

/** Why marketing may not mail him now, whatever he agreed to (CUS-26). `lastAt`: when it last did. */
export function marketingRefusal(
  { doNotContact, preferredChannel, marketingEvery }: Partial<Contact>,
  lastAt: string | undefined,
  now: Date,
): 'do-not-contact' | 'other-channel' | 'too-often' | undefined {
  if (doNotContact === true) return 'do-not-contact';
  if (preferredChannel !== undefined && preferredChannel !== 'email') return 'other-channel';
  if (marketingEvery === undefined || lastAt === undefined) return undefined;
  return now.getTime() < Date.parse(lastAt) + durationMs(marketingEvery) ? 'too-often' : undefined;
}

export function newContact(input: ContactInput, id: string): Contact {
  return withE164({ ...present(input), id, version: 1 } as Contact);
}

function withE164({ mobileE164: _, landlineE164: __, ...contact }: Contact): Contact {
  const { mobile, landline } = contact;
  const numbers = {
    mobileE164: mobile === undefined ? undefined : toValidE164(mobile),
    landlineE164: landline === undefined ? undefined : toValidE164(landline),
  };
  return { ...contact, ...(present(numbers) as Partial<Contact>) };
}

export function patchContact(contact: Contact, { main: _, ...patch }: ContactPatch, now: Date): Contact {
  assertOpened(contact);
  if (contact.archivedAt !== undefined) throw new DomainError('conflict', 'customers.contact-archived');
  const changed = withE164({ ...present({ ...contact, ...patch }), version: contact.version + 1 } as Contact);
  assertReachable(changed);
  if (changed.email === contact.email) return changed;
  const { emailBouncedAt: _bounced, emailSince: _since, ...moved } = changed;
  return moved.email === undefined ? moved : { ...moved, emailSince: now.toISOString() };
}

/**
 * A mail that was sent at `sentAt` found no mailbox. Undefined where that says nothing of the address that stands here
 * now, or is known. It needs no opened values.
 */
export function bouncedContact(contact: Contact, sentAt: string, at: string): Contact | undefined {
  const { email, emailSince, emailBouncedAt, erasedAt } = contact;
  const isOther = emailSince !== undefined && emailSince > sentAt;
  if (email === undefined || erasedAt !== undefined || emailBouncedAt !== undefined || isOther) return undefined;
  return { ...contact, emailBouncedAt: at, version: contact.version + 1 };
}

/** Nothing that happened is deleted: an archived contact is shown where it was used (rules.md 4). */
export function archiveContact(contact: Contact, isMain: boolean, now: Date): Contact {
  if (isMain) throw new DomainError('conflict', 'customers.main-contact');
  if (contact.archivedAt !== undefined) throw new DomainError('conflict', 'customers.contact-archived');
  return { ...contact, archivedAt: now.toISOString(), version: contact.version + 1 };
}

/** What is left of a person who was erased, so that what names him still leads somewhere. Nobody writes to him. */
export function erasedContact({ id, archivedAt, version }: Contact, now: Date): Contact {
  const at = now.toISOString();
  return { id, name: '', doNotContact: true, archivedAt: archivedAt ?? at, erasedAt: at, version: version + 1 };
}
