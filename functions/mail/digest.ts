import { createHmac } from 'node:crypto';
import { idOf } from '#functions/batch/id-of.ts';
import type { Secrets } from '#functions/http/world.ts';

/** The id of the one message of this kind, about this, to this person. */
export function messageIdOf(kind: string, ref: string, recipientId: string): string {
  return idOf('msg', [kind, ref, recipientId]);
}

/** What stands in a key for a suppressed address. */
export function addressDigest({ matching }: Secrets, address: string): string {
  const key = Buffer.from(matching, 'base64');
  return createHmac('sha256', key).update(`mail.suppressed\n${address.trim().toLowerCase()}`).digest('base64url');
}
