import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Assembly, Resource } from '../assembly.ts';
import { type JsonObject, objectAt } from '../json.ts';
import { jsonService, optionalNumber, optionalText, requiredText } from '../json-service.ts';
import { AwsError, type Need, type Service } from '../service.ts';

/**
 * KMS: the keys of the template, GenerateDataKey and Decrypt, which is all that functions ask of it. What it seals is
 * sealed, under a key that never leaves this process (or the folder in which the laptop keeps its state), and opens
 * only with the same encryption context. There is no rotation, no grant and no key policy.
 */
export interface Keys {
  readonly service: Service;
  readonly snapshot: () => unknown;
  readonly restore: (saved: unknown) => void;
}

const algorithm = 'aes-256-gcm';
const keySizes: Readonly<Record<string, number>> = { AES_128: 16, AES_256: 32 };

export function createKeys({ assembly }: { readonly assembly: Assembly }): Keys {
  const resources = assembly.ofType('AWS::KMS::Key');
  const material = new Map(resources.map(({ name }) => [name, randomBytes(32).toString('base64')]));
  const named = (id: string): Resource => {
    const found = resources.find(({ name, arn }) => [name, arn].includes(id));
    if (found === undefined) throw new AwsError('NotFoundException', `Key '${id}' does not exist`);
    return found;
  };
  const materialOf = ({ name }: Resource): Buffer => Buffer.from(material.get(name) ?? '', 'base64');

  const generateDataKey = (input: JsonObject) => {
    const key = named(requiredText(input, 'KeyId'));
    const bytes = optionalNumber(input, 'NumberOfBytes', 1, 1024) ?? keySizes[optionalText(input, 'KeySpec') ?? ''];
    if (bytes === undefined) throw new AwsError('ValidationException', 'Give either KeySpec or NumberOfBytes.');
    const plain = randomBytes(bytes);
    const nonce = randomBytes(12);
    const cipher = createCipheriv(algorithm, materialOf(key), nonce).setAAD(contextOf(input));
    const body = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return {
      KeyId: key.arn,
      Plaintext: plain.toString('base64'),
      CiphertextBlob: Buffer.concat([Buffer.from(`${key.name}\n`), body]).toString('base64'),
    };
  };
  const decrypt = (input: JsonObject) => {
    const { key, body } = sealedIn(input);
    const asked = optionalText(input, 'KeyId');
    if (asked !== undefined && named(asked) !== key) {
      throw new AwsError(
        'IncorrectKeyException',
        'The key ID in the request does not identify a CMK that can decrypt.',
      );
    }
    try {
      const decipher = createDecipheriv(algorithm, materialOf(key), body.subarray(0, 12))
        .setAAD(contextOf(input))
        .setAuthTag(body.subarray(-16));
      const plain = Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]);
      return { KeyId: key.arn, Plaintext: plain.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    } catch {
      throw invalidCiphertext();
    }
  };
  /** A ciphertext says by which key it opens. */
  const sealedIn = (input: JsonObject): { readonly key: Resource; readonly body: Buffer } => {
    const blob = Buffer.from(requiredText(input, 'CiphertextBlob'), 'base64');
    const end = blob.indexOf('\n');
    const key = resources.find(({ name }) => name === blob.subarray(0, Math.max(end, 0)).toString());
    if (key === undefined || blob.length < end + 30) throw invalidCiphertext();
    return { key, body: blob.subarray(end + 1) };
  };
  const needing = (action: string, keyOf: (input: JsonObject) => Resource) => (input: JsonObject) =>
    [{ action, resource: keyOf(input).arn, context: conditionsOf(input) }] satisfies readonly Need[];

  return {
    service: jsonService(
      {
        GenerateDataKey: {
          needs: needing('kms:GenerateDataKey', (input) => named(requiredText(input, 'KeyId'))),
          run: generateDataKey,
        },
        Decrypt: { needs: needing('kms:Decrypt', (input) => sealedIn(input).key), run: decrypt },
      },
      '1.1',
    ),
    snapshot: () => Object.fromEntries(material),
    restore: (saved) => {
      for (const [name, key] of Object.entries(saved as Record<string, string>)) {
        if (material.has(name)) material.set(name, key);
      }
    },
  };
}

function invalidCiphertext(): AwsError {
  return new AwsError('InvalidCiphertextException', 'The ciphertext or its encryption context is not what was sealed.');
}

/** In the order of its names: AWS too does not mind how it was written. */
function contextOf(input: JsonObject): Buffer {
  const entries = Object.entries(objectAt(input, 'EncryptionContext')).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(entries));
}

/** What policies may ask about a call. Nobody calls it here by way of another service. */
function conditionsOf(input: JsonObject): Record<string, string | readonly string[]> {
  const context = Object.entries(objectAt(input, 'EncryptionContext'));
  return {
    ...Object.fromEntries(context.map(([name, value]) => [`kms:EncryptionContext:${name}`, String(value)])),
    'kms:EncryptionContextKeys': context.map(([name]) => name),
  };
}
