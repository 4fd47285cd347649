import { createHmac } from 'node:crypto';
import type { Digest } from '#domain/audit/value.ts';
import type { World } from '#functions/http/world.ts';

/** Under a key made from the one of the match keys, which is never rotated: chains are checked for ever. */
export async function digestOf(secrets: World['secrets']): Promise<Digest> {
  const { matching } = await secrets();
  const key = createHmac('sha256', Buffer.from(matching, 'base64')).update('audit').digest();
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}
