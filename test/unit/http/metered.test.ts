import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withFiles } from '#functions/http/files.ts';
import { observe } from '#functions/http/meter.ts';
import { persons } from '#functions/http/persons.ts';
import type { UsedPart } from '#functions/http/world.ts';
import { memoryTable } from '#store/memory.ts';
import { memoryFiles } from '#test/files.ts';
import { idOf, testParts, testWorld } from '#test/world.ts';

const counter = () => {
  const counts: Partial<Record<UsedPart, number>> = {};
  const used = (part: UsedPart, count: number) => {
    counts[part] = (counts[part] ?? 0) + count;
  };
  return { counts, used };
};

beforeEach(() => {
  vi.stubEnv('PERSONS_KEY_ARN', 'arn:key');
  vi.stubEnv('PERSONS_KEY_USE', 'write');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
  vi.stubEnv('AWS_REGION', 'eu-central-1');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test('each request to KMS is metered, and none where the key is held', async () => {
  const kms = mockClient(KMSClient);
  const Plaintext = Buffer.alloc(32, 7);
  kms.on(GenerateDataKeyCommand).resolves({ Plaintext, CiphertextBlob: Buffer.from('sealed') });
  kms.on(DecryptCommand).resolves({ Plaintext });
  const table = memoryTable();
  const key = { pk: `customers#${idOf('cus', 1)}`, sk: `contact#${idOf('con', 1)}` };
  const item = { name: '王', email: 'wang@example.com', version: 1 };
  const [writer, reader] = [counter(), counter()];

  const first = persons(table, writer.used);
  await first.commit([{ op: 'put', key, item, expect: 'absent' }]);
  await first.get(key);
  expect(writer.counts).toEqual({ keyRequests: 1 });

  const second = persons(table, reader.used);
  expect(await second.get(key)).toMatchObject({ email: 'wang@example.com' });
  await second.get(key);
  expect(reader.counts).toEqual({ keyRequests: 1 });
  kms.restore();
});

test('what is read of S3 and what is written is metered apart; deleting is free, and a link is asked by who has it', async () => {
  const { counts, used } = counter();
  const { files } = withFiles(memoryFiles())(testWorld({ ...testParts(), used }));
  await files.put('a', 'text');
  await files.head('a');
  await files.read('a');
  await files.stream('a');
  await files.remove('a');
  await files.downloadLink('a', 'a.txt', 300);
  expect(counts).toEqual({ objectWrites: 1, objectReads: 3 });
});

describe('what an invocation cost', () => {
  const outcome = { route: 'getCustomer', requestId: 'r', status: 200, isApi: true, elapsedMs: 10 };

  test.each([
    ['keyRequests', 3e-6],
    ['objectReads', 0.4e-6],
    ['objectWrites', 5e-6],
  ] as const)('counts %s at %d dollars', (part, usd) => {
    const { meter, record } = observe('customers');
    const before = Number(record(outcome));
    meter[part] += 10;
    expect(Number(record(outcome)) - before).toBeCloseTo(10 * usd, 9);
  });
});
