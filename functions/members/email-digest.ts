import { createHash } from 'node:crypto';

/**
 * What stands in a key for an e-mail address, which keys never hold in clear. It needs no secret: whoever may read the
 * table reads the address in the member's own row.
 */
export function emailDigest(email: string): string {
  return createHash('sha256').update(`members.email\n${email}`).digest('base64url');
}
