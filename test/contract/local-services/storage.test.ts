import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import { createStorage } from '#local/storage/service.ts';
import { serve } from './endpoint.ts';
import { assemblyOf } from './template.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const Bucket = 'records';

async function start(dir?: string) {
  const assembly = assemblyOf({ bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: Bucket } } });
  const clock = new Clock({ start: Date.parse('2026-03-01T09:00:00Z') });
  const storage = createStorage({ assembly, clock, dir });
  const served = await serve(assembly, { s3: storage.service });
  const client = new S3Client(served.client);
  stops.push(
    served.stop,
    () => clock.stop(),
    () => client.destroy(),
  );
  const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket, Key, Body }));
  const read = async (Key: string) =>
    (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  return { storage, client, put, read, endpoint: served.client.endpoint };
}

test('an object is read as it was put, with its type and metadata, under any key', async () => {
  const { client } = await start();
  const Key = '客户/a b+c&d=e?.txt';
  await client.send(
    new PutObjectCommand({ Bucket, Key, Body: '内容', ContentType: 'text/plain', Metadata: { kind: 'cost' } }),
  );

  const object = await client.send(new GetObjectCommand({ Bucket, Key }));

  expect(await object.Body?.transformToString()).toBe('内容');
  expect(object).toMatchObject({ ContentType: 'text/plain', ContentLength: 6, Metadata: { kind: 'cost' } });
  expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentLength: 6 });
});

test('what is not there has the classes of error that the SDK knows', async () => {
  const { client, read } = await start();

  await expect(read('gone')).rejects.toBeInstanceOf(NoSuchKey);
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'gone' }))).rejects.toBeInstanceOf(NotFound);
});

test('a deleted object is gone, and deleting it again is no error', async () => {
  const { client, put, read } = await start();
  await put('a', '1');

  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));

  await expect(read('a')).rejects.toBeInstanceOf(NoSuchKey);
});

test('keys are listed in order, by prefix, page by page', async () => {
  const { client, put } = await start();
  for (const key of ['b/2', 'a/1', 'b/1', 'b/3']) await put(key, key);
  const list = (more: object) => client.send(new ListObjectsV2Command({ Bucket, Prefix: 'b/', MaxKeys: 2, ...more }));

  const first = await list({});
  const second = await list({ ContinuationToken: first.NextContinuationToken });

  expect([first, second].map(({ Contents }) => Contents?.map(({ Key }) => Key))).toEqual([['b/1', 'b/2'], ['b/3']]);
  expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
});

test('with a delimiter the folders are listed once each', async () => {
  const { client, put } = await start();
  for (const key of ['a/1', 'a/2', 'b/1', 'c']) await put(key, key);

  const { Contents, CommonPrefixes } = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));

  expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/', 'b/']);
  expect(Contents?.map(({ Key }) => Key)).toEqual(['c']);
});

test('a presigned link works without a header until it expires', async () => {
  const { put, endpoint } = await start();
  await put('a', 'text');
  const link = (date: string) =>
    `${endpoint}/${Bucket}/a?${new URLSearchParams({
      'X-Amz-Credential': 'local/20260301/eu-central-1/s3/aws4_request',
      'X-Amz-Date': date,
      'X-Amz-Expires': '600',
      'response-content-disposition': 'attachment',
    })}`;

  const fresh = await fetch(link('20260301T085500Z'));
  const stale = await fetch(link('20260301T083000Z'));

  expect(await fresh.text()).toBe('text');
  expect(fresh.headers.get('content-disposition')).toBe('attachment');
  expect(stale.status).toBe(403);
});

test('an operation that is not run here says so instead of half doing it', async () => {
  const { endpoint } = await start();
  const authorization = 'AWS4-HMAC-SHA256 Credential=local/20260301/eu-central-1/s3/aws4_request, Signature=0';

  const answer = await fetch(`${endpoint}/${Bucket}/a?uploads`, { method: 'POST', headers: { authorization } });

  expect([answer.status, await answer.text()]).toEqual([501, expect.stringContaining('NotImplemented')]);
});

test('objects in a folder are there at the next start', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'objects-'));
  stops.push(() => rmSync(dir, { recursive: true }));
  const before = await start(dir);
  await before.put('a/关系', 'kept');

  const after = await start(dir);

  expect(await after.read('a/关系')).toBe('kept');
});
