import type { Rendered } from '#domain/mail/letter.ts';
import { oneLine } from '#domain/shared/template.ts';

export interface Envelope {
  readonly messageId: string;
  readonly kind: string;
  readonly ref: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly at: Date;
  /** RFC 8058: one click in the mail program, no page in between. */
  readonly unsubscribeUrl?: string | undefined;
}

/** The message as MIME. Everything that stands in its head is on one line, so no data can add a header. */
export async function compose(envelope: Envelope, { subject, html, text }: Rendered): Promise<Uint8Array> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { messageId, kind, ref, from, to, at, unsubscribeUrl } = envelope;
  const domain = from.address.split('@').at(-1);
  const composer = new MailComposer({
    from: { name: oneLine(from.name), address: from.address },
    to: { name: oneLine(to.name), address: oneLine(to.address) },
    subject: oneLine(subject),
    html,
    text,
    date: at,
    messageId: `<${messageId}@${domain}>`,
    headers: {
      'X-Guanxi-Kind': oneLine(kind),
      'X-Guanxi-Ref': oneLine(ref),
      ...(unsubscribeUrl === undefined
        ? {}
        : { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
    // Letters are text: nothing in them may make the composer read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'win',
  });
  return composer.compile().build();
}
