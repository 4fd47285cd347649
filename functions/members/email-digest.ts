import { createHmac } from 'node:crypto';
import type { Secrets } from '#functions/http/world.ts';

/** What stands in a key for an e-mail address: nobody reads the address from it without the secret. */
export function emailDigest({ matching }: Secrets, email: string): string {
  return createHmac('sha256', Buffer.from(matching, 'base64')).update(`members.email\n${email}`).digest('base64url');
}
