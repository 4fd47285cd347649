import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  type GlobalSecondaryIndex,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll } from 'vitest';
import { type Capacity, newCapacity } from '#store/capacity.ts';
import { type DynamoTable, documentClient, dynamoTable } from '#store/dynamo.ts';
import { indexNames } from '#store/keys.ts';
import type { Table } from '#store/table.ts';

export interface EngineTable {
  readonly table: Table;
  readonly capacity: Capacity;
  readonly tableName: string;
  readonly client: DynamoDBDocumentClient;
  /** Another adapter over the same rows, for what a second container would do. */
  readonly beside: (differences?: Partial<DynamoTable>) => Table;
}

let running: Promise<DynamoDBDocumentClient> | undefined;
let engine: ChildProcess | undefined;

/** An empty table in the real local engine, which is started once for a test file and ends with it. */
export async function engineTable(): Promise<EngineTable> {
  running ??= startEngine();
  const client = await running;
  const tableName = `guanxi-${randomUUID()}`;
  await client.send(createTable(tableName));
  const capacity = newCapacity();
  const beside = (differences: Partial<DynamoTable> = {}) =>
    dynamoTable({ tableName, client, capacity, ...differences });
  return { table: beside(), capacity, tableName, client, beside };
}

/** All changes of the table as Lambda would get them from its stream. */
export async function streamOf({ client, tableName }: EngineTable): Promise<readonly DynamoDBRecord[]> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const endpoint = await client.config.endpoint?.();
  const call = async <T>(operation: string, body: object): Promise<T> => {
    const answer = await fetch(`http://${endpoint?.hostname}:${endpoint?.port}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        'x-amz-date': '20261122T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20261122/eu-central-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as T;
  };
  const stream = { StreamArn: Table?.LatestStreamArn };
  const { StreamDescription } = await call<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
    'DescribeStream',
    stream,
  );
  const records: DynamoDBRecord[] = [];
  for (const { ShardId } of StreamDescription.Shards) {
    const start = { ...stream, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    const { ShardIterator } = await call<{ ShardIterator: string }>('GetShardIterator', start);
    records.push(...(await call<{ Records: DynamoDBRecord[] }>('GetRecords', { ShardIterator })).Records);
  }
  return records;
}

async function startEngine(): Promise<DynamoDBDocumentClient> {
  afterAll(() => {
    engine?.stdin?.end();
    running = undefined;
  });
  const port = await freePort();
  const folder = dirname(createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json'));
  // The shell waits for the end of its input, which comes even when this process is killed: the engine never outlives it.
  const script = '"$0" --port "$1" >/dev/null 2>&1 & read _; kill $!';
  engine = spawn('/bin/sh', ['-c', script, join(folder, 'dynoxide'), String(port)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const client = documentClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  for (let tried = 1; ; tried += 1) {
    try {
      await client.send(new ListTablesCommand({}));
      return client;
    } catch (error) {
      if (tried === 200) throw new Error('the local engine did not start', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** The table of design: pk and sk, three indexes that project `slim`, a keys-only agenda, a stream of both images. */
function createTable(tableName: string): CreateTableCommand {
  return new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(''),
    AttributeDefinitions: ['', ...indexNames, 'agenda'].flatMap(attributes),
    GlobalSecondaryIndexes: [
      ...indexNames.map((name) => index(name, { ProjectionType: 'INCLUDE', NonKeyAttributes: ['slim'] })),
      index('agenda', { ProjectionType: 'KEYS_ONLY' }),
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
}

function keySchema(prefix: string): { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[] {
  return [
    { AttributeName: `${prefix}pk`, KeyType: 'HASH' },
    { AttributeName: `${prefix}sk`, KeyType: 'RANGE' },
  ];
}

function attributes(prefix: string): AttributeDefinition[] {
  return ['pk', 'sk'].map((part) => ({ AttributeName: `${prefix}${part}`, AttributeType: 'S' }));
}

function index(name: string, projection: GlobalSecondaryIndex['Projection']): GlobalSecondaryIndex {
  return { IndexName: name, KeySchema: keySchema(name), Projection: projection };
}
