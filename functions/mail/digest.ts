import { createHash, createHmac } from 'node:crypto';
import type { Secrets } from '#functions/http/world.ts';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The id of the one message of this kind, about this, to this person: 130 bits of a hash, written as our ids are. */
export function messageIdOf(kind: string, ref: string, recipientId: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([kind, ref, recipientId]))
    .digest();
  let bits = BigInt(`0x${hash.toString('hex')}`);
  let id = '';
  for (let i = 0; i < 26; i += 1) {
    id += crockford[Number(bits & 31n)];
    bits >>= 5n;
  }
  return `msg_${id}`;
}

/** What stands in a key for a suppressed address. */
export function addressDigest({ matching }: Secrets, address: string): string {
  const key = Buffer.from(matching, 'base64');
  return createHmac('sha256', key).update(`mail.suppressed\n${address.trim().toLowerCase()}`).digest('base64url');
}
