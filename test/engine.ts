import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll } from 'vitest';
import { type Capacity, newCapacity } from '#store/capacity.ts';
import { type DynamoTable, dynamoTable } from '#store/dynamo.ts';
import { memoryTable } from '#store/memory.ts';
import type { Table } from '#store/table.ts';
import { type Engine, newTable, startEngine } from './engine-process.ts';

export interface EngineTable {
  readonly table: Table;
  readonly capacity: Capacity;
  readonly tableName: string;
  readonly client: DynamoDBDocumentClient;
  /** Another adapter over the same rows, for what a second container would do. */
  readonly beside: (differences?: Partial<DynamoTable>) => Table;
  /** What a piece of work consumes; `capacity` begins anew with it. */
  readonly used: (work: () => Promise<unknown>) => Promise<{ readonly read: number; readonly write: number }>;
}

let running: Promise<Engine> | undefined;

/** An empty table in the real local engine, which is started once for a test file and ends with it. */
export async function engineTable(): Promise<EngineTable> {
  running ??= startForFile();
  const { client } = await running;
  const tableName = await newTable(client);
  const capacity = newCapacity();
  const beside = (differences: Partial<DynamoTable> = {}) =>
    dynamoTable({ tableName, client, capacity, ...differences });
  const used = async (work: () => Promise<unknown>) => {
    Object.assign(capacity, { read: 0, write: 0 });
    await work();
    return { read: capacity.read, write: capacity.write };
  };
  return { table: beside(), capacity, tableName, client, beside, used };
}

/** What every table has in common is held against both. */
export const tables: readonly { readonly name: string; readonly open: () => Promise<Table> }[] = [
  { name: 'memory', open: async () => memoryTable() },
  { name: 'the local engine', open: async () => (await engineTable()).table },
];

function startForFile(): Promise<Engine> {
  const starting = startEngine();
  afterAll(async () => {
    running = undefined;
    (await starting).stop();
  });
  return starting;
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
