import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { opening } from '#store/sealed.ts';
import type { WrappingKeys } from '#store/sealed-values.ts';
import type { Table } from '#store/table.ts';
import { claimWrappingKey, readWrappingKey } from '#store/wrapping-keys.ts';
import { env } from './env.ts';
import type { World } from './world.ts';

/** What is asked of KMS. A key as it gives it: in clear, and as it seals it for us to keep. */
export interface KeyService {
  /** Undefined where the function may not make any. */
  readonly generate: (() => Promise<{ readonly clear: Uint8Array; readonly ciphertext: string }>) | undefined;
  readonly decrypt: (ciphertext: string) => Promise<Uint8Array>;
}

/** So long a container keeps an opened key: who is shut out of KMS is shut out of the values by then. */
const keptMs = 15 * 60 * 1000;

/** The wrapping keys, each opened by KMS when it is first needed; the first who needs one that is not there makes it. */
export function wrappingKeysOf(table: Table, keys: KeyService, clock: () => Date): WrappingKeys {
  const held = new Map<number, { readonly key: Promise<Uint8Array>; readonly until: number }>();
  const fetch = async (number: number): Promise<Uint8Array> => {
    const known = await readWrappingKey(table, number);
    if (known !== undefined) return keys.decrypt(known);
    if (keys.generate === undefined) throw new Error(`There is no wrapping key ${number}.`);
    const { clear, ciphertext } = await keys.generate();
    const standing = await claimWrappingKey(table, number, ciphertext);
    return standing === ciphertext ? clear : keys.decrypt(standing);
  };
  return (number) => {
    const now = clock().getTime();
    const found = held.get(number);
    if (found !== undefined && now < found.until) return found.key;
    const key = fetch(number);
    held.set(number, { key, until: now + keptMs });
    // A failure is not kept: the next who needs it asks again.
    key.catch(() => held.delete(number));
    return key;
  };
}

/** Part of what KMS seals, and of the rights to it (infra/needs.ts): the key opens nothing else. */
const encryptionContext = { guanxi: 'wrapping-key' };

/** KMS under PERSONS_KEY_ARN; the client is made with the first call. Every request is metered, whatever comes of it. */
function kms(used: World['used']): KeyService {
  let made: KMSClient | undefined;
  const client = () => {
    used('keyRequests', 1);
    made ??= new KMSClient({});
    return made;
  };
  const about = { KeyId: env('PERSONS_KEY_ARN'), EncryptionContext: encryptionContext };
  return {
    generate:
      process.env['PERSONS_KEY_USE'] === 'write'
        ? async () => {
            const made = await client().send(new GenerateDataKeyCommand({ ...about, KeySpec: 'AES_256' }));
            if (made.Plaintext === undefined || made.CiphertextBlob === undefined) throw new Error('KMS gave no key.');
            return { clear: made.Plaintext, ciphertext: Buffer.from(made.CiphertextBlob).toString('base64') };
          }
        : undefined,
    decrypt: async (ciphertext) => {
      const CiphertextBlob = Buffer.from(ciphertext, 'base64');
      const { Plaintext } = await client().send(new DecryptCommand({ ...about, CiphertextBlob }));
      if (Plaintext === undefined) throw new Error('KMS opened nothing.');
      return Plaintext;
    },
  };
}

/** How a function comes to the values of persons: the table of its container, opened. */
export type Persons = (table: Table, used: World['used']) => Table;

/** For a function that declares `persons` (infra/declaration.ts). Whoever does not, reads masks. */
export const persons: Persons = (table, used) =>
  opening(table, { wrappingKeys: wrappingKeysOf(table, kms(used), () => new Date()) });
