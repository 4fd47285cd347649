import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../clock.ts';
import type { Kept } from '../kept.ts';

export interface Verification {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

/** Cognito's own scope of a user who signed in with a password. */
export const userScope = 'aws.cognito.signin.user.admin';

/** Signs and verifies RS256 tokens on the laptop's clock. Kept users keep their key, so that their tokens stay good. */
export class Tokens {
  readonly #clock: Clock;
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;

  constructor(clock: Clock, privateKey: KeyObject) {
    this.#clock = clock;
    this.#privateKey = privateKey;
    this.#publicKey = createPublicKey(privateKey);
  }

  async sign(claims: JWTPayload, issuer: string, ttlSeconds: number): Promise<string> {
    const now = Math.floor(this.#clock.now() / 1000);
    return new SignJWT({
      auth_time: now,
      jti: randomUUID(),
      origin_jti: randomUUID(),
      event_id: randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'laptop' })
      .setIssuer(issuer)
      .setIssuedAt(now)
      .setExpirationTime(now + ttlSeconds)
      .sign(this.#privateKey);
  }

  /** The claims of a good token; rejects for any other. An access token of Cognito names its client, not an audience. */
  async verify(token: string, { issuer, audiences }: Verification): Promise<JWTPayload> {
    const { payload } = await jwtVerify(token, this.#publicKey, {
      algorithms: ['RS256'],
      issuer,
      currentDate: new Date(this.#clock.now()),
      requiredClaims: ['exp'],
    });
    const meant = [payload.aud ?? payload['client_id']].flat();
    if (!meant.some((audience) => audiences.includes(String(audience))))
      throw new Error('the token is for someone else');
    return payload;
  }
}

/** The key of the pool: kept with the users, else new at every start. */
export async function signingKey(kept: Kept): Promise<KeyObject> {
  const known = kept.get('signingKey');
  if (typeof known === 'string') return createPrivateKey(known);
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  kept.set('signingKey', privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return privateKey;
}
