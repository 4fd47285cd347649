import { randomUUID } from 'node:crypto';
import PostalMime, { type Address, type Email } from 'postal-mime';

/** A mail as the control port shows it. */
export interface Mail {
  /** The message id that SES answered. */
  readonly id: string;
  readonly from: string;
  /** Every address it was sent to. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** By name in lower case; encoded words are decoded. */
  readonly headers: Readonly<Record<string, string>>;
  /** RFC 3339 UTC instant, simulated. */
  readonly at: string;
  readonly attachments: readonly { readonly filename: string; readonly mimeType: string; readonly bytes: number }[];
}

interface MailFilter {
  readonly kind?: string | undefined;
  readonly to?: string | undefined;
  /** RFC 3339 instant; mails of that instant and later. */
  readonly since?: string | undefined;
}

export interface Mailbox {
  readonly add: (mail: Mail) => void;
  /** Oldest first. */
  readonly list: (filter?: MailFilter) => readonly Mail[];
  readonly get: (id: string) => Mail | undefined;
  readonly clear: () => void;
  readonly restore: (mails: readonly Mail[]) => void;
}

export function createMailbox(): Mailbox {
  const mails = new Map<string, Mail>();
  return {
    add: (mail) => void mails.set(mail.id, mail),
    list: (filter = {}) => [...mails.values()].filter((mail) => isWanted(mail, filter)),
    get: (id) => mails.get(id),
    clear: () => mails.clear(),
    restore: (saved) => {
      for (const mail of saved) mails.set(mail.id, mail);
    },
  };
}

function isWanted({ headers, to, at }: Mail, filter: MailFilter): boolean {
  const isKind = filter.kind === undefined || headers['x-guanxi-kind'] === filter.kind;
  const wanted = filter.to?.toLowerCase();
  const isTo = wanted === undefined || to.some((address) => address.toLowerCase() === wanted);
  return isKind && isTo && (filter.since === undefined || Date.parse(at) >= Date.parse(filter.since));
}

/** A raw message as it was accepted. `destinations` are the envelope; without them the message's own recipients count. */
export async function toMail(raw: Buffer, destinations: readonly string[], now: number): Promise<Mail> {
  const email = await PostalMime.parse(raw);
  const named = [email.to, email.cc, email.bcc].flatMap((list) => list ?? []).flatMap(addressesOf);
  return {
    id: `${randomUUID()}-000000`,
    from: email.from ? (addressesOf(email.from)[0] ?? '') : '',
    to: [...new Set(destinations.length > 0 ? destinations.map(bareAddress) : named)],
    subject: email.subject ?? '',
    text: email.text ?? '',
    html: email.html ?? '',
    headers: headersOf(email),
    at: new Date(now).toISOString(),
    attachments: email.attachments.map(({ filename, mimeType, content }) => ({
      filename: filename ?? '',
      mimeType,
      bytes: typeof content === 'string' ? content.length : content.byteLength,
    })),
  };
}

function addressesOf(address: Address): readonly string[] {
  return address.group ? address.group.map((each) => each.address) : [address.address ?? ''];
}

/** `Name <a@example.com>` → `a@example.com`. */
export function bareAddress(text: string): string {
  return (/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text).trim();
}

/** Repeated headers are joined; SES removes Bcc before it delivers. */
function headersOf({ headers, subject }: Email): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const { key, value } of headers) {
    if (key === 'bcc') continue;
    joined[key] = key in joined ? `${joined[key]}, ${value}` : value;
  }
  return subject === undefined ? joined : { ...joined, subject };
}
