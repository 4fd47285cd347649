import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import {
  type AttributeDefinition,
  CreateTableCommand,
  type GlobalSecondaryIndex,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '#store/dynamo.ts';
import { indexNames } from '#store/keys.ts';

/** One engine process; it ends with `stop` or with this process, whichever comes first. */
export interface Engine {
  readonly client: DynamoDBDocumentClient;
  readonly url: string;
  readonly stop: () => void;
}

export async function startEngine(): Promise<Engine> {
  const port = await freePort();
  const folder = dirname(createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json'));
  // The shell waits for the end of its input, which comes even when this process is killed: the engine never outlives it.
  const script = '"$0" --port "$1" >/dev/null 2>&1 & read _; kill $!';
  const engine = spawn('/bin/sh', ['-c', script, join(folder, 'dynoxide'), String(port)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const url = `http://127.0.0.1:${port}`;
  const client = documentClient({
    endpoint: url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  for (let tried = 1; ; tried += 1) {
    try {
      await client.send(new ListTablesCommand({}));
      return { client, url, stop: () => void engine.stdin?.end() };
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

/** An empty table of a name of its own, which is the answer. */
export async function newTable(client: DynamoDBDocumentClient): Promise<string> {
  const tableName = `guanxi-${randomUUID()}`;
  await client.send(createTable(tableName));
  return tableName;
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
