import { createHash } from 'node:crypto';
import type { IdPrefix } from '#domain/shared/ids.ts';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The one id of what these words name together: 130 bits of a hash, written as our ids are. Says nothing of the time. */
export function idOf<P extends IdPrefix>(prefix: P, words: readonly string[]): `${P}_${string}` {
  const hash = createHash('sha256').update(JSON.stringify(words)).digest();
  let bits = BigInt(`0x${hash.toString('hex')}`);
  let id = '';
  for (let i = 0; i < 26; i += 1) {
    id += crockford[Number(bits & 31n)];
    bits >>= 5n;
  }
  return `${prefix}_${id}`;
}
