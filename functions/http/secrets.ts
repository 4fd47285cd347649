import { hkdfSync } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { env } from './env.ts';
import type { Secrets } from './world.ts';

/**
 * The stored secret: generated keys by id (`k1`, `k2`, …), which of them signs now, and which hashes match keys. To
 * rotate, add a key and name it in `current`; the old ones stay and verify. `matching` changes only with a backfill.
 */
const Stored = z
  .object({ current: z.string(), matching: z.string() })
  .catchall(z.string().min(32))
  .refine(
    (stored) => stored.current in stored && stored.matching in stored,
    'current and matching name keys that exist',
  );

let cached: Promise<Secrets> | undefined;

/** Once per container. A failure is not kept: the next invocation asks again. */
export function readSecrets(): Promise<Secrets> {
  cached ??= fetchSecret()
    .then(secretsFrom)
    .catch((error: unknown) => {
      cached = undefined;
      throw error;
    });
  return cached;
}

/** Imported above and not here: a dynamic import would bundle the whole client and wrap all that it shares with others. */
async function fetchSecret(): Promise<string> {
  const { SecretString } = await new SecretsManagerClient({}).send(
    new GetSecretValueCommand({ SecretId: env('SECRET_ARN') }),
  );
  if (SecretString === undefined) throw new Error('The secret holds no text.');
  return SecretString;
}

/** One generated string serves both uses: HKDF makes keys of it that tell nothing of each other. */
export function secretsFrom(text: string): Secrets {
  const { current, matching, ...generated } = Stored.parse(JSON.parse(text));
  const keys = Object.fromEntries(Object.entries(generated).map(([id, key]) => [id, derive(key, 'signing')]));
  return { signing: { current, keys }, matching: derive(generated[matching] ?? '', 'matching') };
}

function derive(key: string, use: 'signing' | 'matching'): string {
  return Buffer.from(hkdfSync('sha256', key, '', `guanxi/${use}`, 32)).toString('base64');
}
