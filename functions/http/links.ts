import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secrets } from './world.ts';

/** What a link is good for. It is part of the signature, so a token for one thing opens no other. */
export type LinkPurpose = 'unsubscribe' | 'survey';

/**
 * A token for a link in a mail: `<key id>.<expiry>.<payload>.<HMAC-SHA256>`, all safe in a path. It proves that we wrote
 * the payload and hides nothing. Mail scanners follow every link, so a GET of it must never record anything.
 */
export function signLink(secrets: Secrets, purpose: LinkPurpose, payload: string, expiresAt?: Date): string {
  const { current } = secrets.signing;
  const expiry = expiresAt === undefined ? '' : String(Math.floor(expiresAt.getTime() / 1000));
  const signed = `${current}.${expiry}.${Buffer.from(payload).toString('base64url')}`;
  return `${signed}.${macOf(keyOf(secrets, current), purpose, signed).toString('base64url')}`;
}

/** The payload of a token that we signed for this purpose and that has not expired; undefined for any other text. */
export function openLink(secrets: Secrets, purpose: LinkPurpose, token: string, now: Date): string | undefined {
  const [keyId = '', expiry = '', payload = '', mac = '', ...rest] = token.split('.');
  if (rest.length > 0 || !Object.hasOwn(secrets.signing.keys, keyId)) return undefined;
  const expected = macOf(keyOf(secrets, keyId), purpose, `${keyId}.${expiry}.${payload}`);
  const found = Buffer.from(mac, 'base64url');
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) return undefined;
  if (expiry !== '' && Number(expiry) * 1000 <= now.getTime()) return undefined;
  return Buffer.from(payload, 'base64url').toString();
}

function keyOf({ signing }: Secrets, id: string): Buffer {
  const key = signing.keys[id];
  if (key === undefined) throw new Error(`The secret holds no signing key ${id}.`);
  return Buffer.from(key, 'base64');
}

function macOf(key: Buffer, purpose: LinkPurpose, signed: string): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n${signed}`).digest();
}
