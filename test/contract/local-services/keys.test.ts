import {
  DecryptCommand,
  GenerateDataKeyCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  KMSClient,
  ListKeysCommand,
  NotFoundException,
} from '@aws-sdk/client-kms';
import { afterEach, expect, test } from 'vitest';
import { createKeys } from '#local/keys/service.ts';
import { arnOf } from '#local/names.ts';
import { serve } from './endpoint.ts';
import { assemblyOf } from './template.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const EncryptionContext = { guanxi: 'wrapping-key' };

/** Two keys; a role may use the first, for one purpose, as infra/needs.ts grants it. */
async function start() {
  const statement = (Action: string) => ({
    Effect: 'Allow',
    Action,
    Resource: { 'Fn::GetAtt': ['persons', 'Arn'] },
    Condition: { StringEquals: { 'kms:EncryptionContext:guanxi': 'wrapping-key' } },
  });
  const role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'reader' } };
  const assembly = assemblyOf({
    persons: { Type: 'AWS::KMS::Key', Properties: {} },
    other: { Type: 'AWS::KMS::Key', Properties: {} },
    reader: role,
    policy: {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'reader' }], PolicyDocument: { Statement: [statement('kms:Decrypt')] } },
    },
  });
  const keys = createKeys({ assembly });
  const served = await serve(assembly, { kms: keys.service });
  const client = new KMSClient(served.client);
  const reader = new KMSClient({ ...served.client, credentials: { accessKeyId: 'reader', secretAccessKey: 'laptop' } });
  stops.push(
    served.stop,
    () => client.destroy(),
    () => reader.destroy(),
  );
  const [KeyId = '', otherId = ''] = assembly.ofType('AWS::KMS::Key').map(({ arn }) => arn);
  const generate = (by = client, id = KeyId) =>
    by.send(new GenerateDataKeyCommand({ KeyId: id, KeySpec: 'AES_256', EncryptionContext }));
  const decrypt = (CiphertextBlob: Uint8Array | undefined, changes: object = {}, by = client) =>
    by.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext, ...changes }));
  return { keys, KeyId, otherId, generate, decrypt, reader, client };
}

test('a data key is given in clear and sealed; what is sealed opens to it, and is never it', async () => {
  const { generate, decrypt, KeyId } = await start();

  const { Plaintext, CiphertextBlob } = await generate();

  expect(Plaintext).toHaveLength(32);
  expect(Buffer.from(CiphertextBlob ?? []).includes(Buffer.from(Plaintext ?? []))).toBe(false);
  expect(await decrypt(CiphertextBlob)).toMatchObject({ KeyId, Plaintext });
  expect((await generate()).Plaintext).not.toEqual(Plaintext);
});

test('what is sealed opens with its own key, its own context and unchanged, or not at all', async () => {
  const { generate, decrypt, otherId } = await start();
  const { CiphertextBlob } = await generate();
  const changed = Buffer.from(CiphertextBlob ?? []);
  changed[changed.length - 20] = (changed[changed.length - 20] ?? 0) ^ 1;

  await expect(decrypt(CiphertextBlob, { EncryptionContext: { guanxi: 'else' } })).rejects.toBeInstanceOf(
    InvalidCiphertextException,
  );
  await expect(decrypt(changed)).rejects.toBeInstanceOf(InvalidCiphertextException);
  await expect(decrypt(Buffer.from('nothing'))).rejects.toBeInstanceOf(InvalidCiphertextException);
  await expect(decrypt(CiphertextBlob, { KeyId: otherId })).rejects.toBeInstanceOf(IncorrectKeyException);
  await expect(decrypt(CiphertextBlob, { KeyId: arnOf('kms', 'key/none') })).rejects.toBeInstanceOf(NotFoundException);
});

test('a role does with a key what its policy says, for the purpose that it names', async () => {
  const { generate, decrypt, reader, otherId } = await start();
  const { CiphertextBlob } = await generate();
  const other = await generate(undefined, otherId);

  expect((await decrypt(CiphertextBlob, {}, reader)).Plaintext).toHaveLength(32);
  for (const refused of [
    decrypt(CiphertextBlob, { EncryptionContext: { guanxi: 'else' } }, reader),
    decrypt(CiphertextBlob, { EncryptionContext: undefined }, reader),
    decrypt(other.CiphertextBlob, { KeyId: otherId }, reader),
    generate(reader),
  ]) {
    await expect(refused).rejects.toThrow(/not authorized to perform: kms:/);
  }
});

test('a key that was kept opens at the next start what was sealed before', async () => {
  const before = await start();
  const { Plaintext, CiphertextBlob } = await before.generate();
  const saved: unknown = JSON.parse(JSON.stringify(before.keys.snapshot()));

  const after = await start();
  after.keys.restore(saved);

  expect((await after.decrypt(CiphertextBlob)).Plaintext).toEqual(Plaintext);
});

test('what is not run on a laptop says so', async () => {
  const { client } = await start();

  await expect(client.send(new ListKeysCommand({}))).rejects.toThrow('kms:ListKeys is not run on a laptop');
});
