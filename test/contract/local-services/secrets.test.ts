import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import { createSecrets } from '#local/secrets/service.ts';
import { serve } from './endpoint.ts';
import { assemblyOf } from './template.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(GenerateSecretString: object) {
  const assembly = assemblyOf({
    links: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'links', GenerateSecretString } },
  });
  const clock = new Clock();
  const secrets = createSecrets({ assembly, clock });
  const served = await serve(assembly, { secretsmanager: secrets.service });
  const client = new SecretsManagerClient(served.client);
  stops.push(
    served.stop,
    () => clock.stop(),
    () => client.destroy(),
  );
  const arn = assembly.ofType('AWS::SecretsManager::Secret')[0]?.arn;
  const read = async (SecretId = arn) =>
    (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '';
  return { secrets, read };
}

test('a secret is made as the template says, by ARN and by name the same each time', async () => {
  const { read } = await start({
    SecretStringTemplate: '{"current":"k1"}',
    GenerateStringKey: 'k1',
    PasswordLength: 64,
    ExcludePunctuation: true,
  });

  const value = await read();

  expect(JSON.parse(value)).toEqual({ current: 'k1', k1: expect.stringMatching(/^[A-Za-z0-9]{64}$/) });
  expect(await read('links')).toBe(value);
});

test('a password has one of each kind of character that is not left out', async () => {
  const { read } = await start({ PasswordLength: 4, ExcludeCharacters: 'abc"\\', IncludeSpace: false });

  const value = await read();

  expect(value).toHaveLength(4);
  for (const kind of [/[d-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9 "\\]/]) expect(value).toMatch(kind);
});

test('a secret that was kept is the same at the next start', async () => {
  const before = await start({ PasswordLength: 32 });
  const saved: unknown = JSON.parse(JSON.stringify(before.secrets.snapshot()));

  const after = await start({ PasswordLength: 32 });
  after.secrets.restore(saved);

  expect(await after.read()).toBe(await before.read());
});

test('a secret that is not there has its own class of error', async () => {
  const { read } = await start({});

  await expect(read('other')).rejects.toBeInstanceOf(ResourceNotFoundException);
});
