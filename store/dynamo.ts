import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { fromWire, toItem } from './attributes.ts';
import type { Writer } from './audited.ts';
import { type Capacity, meter } from './capacity.ts';
import type { Key } from './keys.ts';
import { attemptsMax, backOff, type Patience, persistently, realPatience } from './patience.ts';
import { type Request, toQuery, toRequest } from './requests.ts';
import { assertWritable } from './rules.ts';
import {
  type Found,
  type GetManyOptions,
  type Item,
  type Page,
  type QueryOptions,
  StaleWrite,
  type Table,
  type Write,
} from './table.ts';

export interface DynamoTable {
  readonly tableName: string;
  readonly client?: DynamoDBDocumentClient;
  /** Everything that the table consumes is added here. */
  readonly capacity: Capacity;
  readonly patience?: Patience;
  /** Marks what one commit wrote, so that its repeat is recognised. */
  readonly newWriteId?: () => string;
}

type Adapter = Required<DynamoTable>;

export function documentClient(config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(config), { marshallOptions: { removeUndefinedValues: true } });
}

export function dynamoTable(given: DynamoTable): Table {
  const adapter: Adapter = {
    ...given,
    client: given.client ?? documentClient(),
    patience: given.patience ?? realPatience,
    newWriteId: given.newWriteId ?? randomWriteId,
  };
  return {
    get: (key, options) => get(adapter, key, options?.consistent === true),
    getMany: (keys, options) => getMany(adapter, keys, options),
    query: (options) => query(adapter, options),
    commit: (writes, writer) => commit(adapter, writes, writer),
    next: (key, counter, by) => next(adapter, key, counter, by),
  };
}

/** 96 bits: two commits of one row never share it. It is no secret. */
export function randomWriteId(): string {
  return Buffer.from(Uint32Array.from({ length: 3 }, () => Math.random() * 2 ** 32).buffer).toString('base64url');
}

async function get({ client, tableName, capacity }: Adapter, { pk, sk }: Key, consistent: boolean) {
  const { Item, ConsumedCapacity } = await client.send(
    new GetCommand({
      TableName: tableName,
      Key: { pk, sk },
      ReturnConsumedCapacity: 'INDEXES',
      ...(consistent ? { ConsistentRead: true } : {}),
    }),
  );
  meter(capacity, 'read', 'GetItem', ConsumedCapacity === undefined ? [] : [ConsumedCapacity]);
  return Item === undefined ? undefined : toItem(Item);
}

async function getMany(adapter: Adapter, keys: readonly Key[], options: GetManyOptions = {}) {
  const wanted = [...new Map(keys.map(({ pk, sk }) => [address({ pk, sk }), { pk, sk }])).values()];
  const found = new Map<string, Item>();
  const chunks = Array.from({ length: Math.ceil(wanted.length / 100) }, (_, i) => wanted.slice(i * 100, i * 100 + 100));
  await Promise.all(chunks.map((chunk) => getBatch(adapter, chunk, options, found)));
  return keys.map((key) => found.get(address(key)));
}

const address = ({ pk, sk }: Key): string => `${pk}\u0000${sk}`;

/** A batch succeeds with keys left out when the answer is too large or the table is throttled: those are asked for again. */
async function getBatch(
  { client, tableName, capacity, patience }: Adapter,
  keys: readonly Key[],
  { consistent = false, agenda = false }: GetManyOptions,
  found: Map<string, Item>,
): Promise<void> {
  let left: readonly Key[] = keys;
  for (let tried = 1; left.length > 0; tried += 1) {
    const answer = await client.send(
      new BatchGetCommand({
        RequestItems: { [tableName]: { Keys: left.map((key) => ({ ...key })), ConsistentRead: consistent } },
        ReturnConsumedCapacity: 'INDEXES',
      }),
    );
    meter(capacity, 'read', 'BatchGetItem', answer.ConsumedCapacity ?? []);
    for (const row of answer.Responses?.[tableName] ?? []) {
      const waits = agenda && row['agendask'] !== undefined ? { agendask: row['agendask'] } : undefined;
      found.set(address(keyOf(row)), Object.assign(toItem(row), waits));
    }
    const before = left.length;
    left = (answer.UnprocessedKeys?.[tableName]?.Keys ?? []).map(keyOf);
    if (left.length === 0) return;
    // An answer that was full is progress; only one that gave nothing counts as a failed attempt.
    if (left.length < before) tried = 0;
    if (tried >= attemptsMax) throw new Error(`${left.length} keys stayed unprocessed`);
    await backOff(tried, patience);
  }
}

function keyOf(row: Item): Key {
  return { pk: row['pk'] as string, sk: row['sk'] as string };
}

async function query({ client, tableName, capacity }: Adapter, options: QueryOptions): Promise<Page> {
  const request = toQuery(tableName, options);
  const rows: Item[] = [];
  // One row more than asked tells whether there is a next page, so that no client is sent to an empty one.
  for (let start = request?.ExclusiveStartKey; request !== undefined && rows.length <= options.limit; ) {
    const answer = await client.send(
      new QueryCommand({ ...request, ExclusiveStartKey: start, Limit: options.limit + 1 - rows.length }),
    );
    meter(capacity, 'read', 'Query', answer.ConsumedCapacity === undefined ? [] : [answer.ConsumedCapacity]);
    rows.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey;
    if (start === undefined) break;
  }
  const items = rows.slice(0, options.limit).map((row) => toFound(row, options.index));
  const last = items.at(-1);
  if (last === undefined || rows.length <= options.limit) return { items };
  return { items, next: { ...last.key, ...(last.indexSk === undefined ? {} : { indexSk: last.indexSk }) } };
}

function toFound(row: Item, index: QueryOptions['index']): Found {
  const key = keyOf(row);
  if (index === undefined) return { key, item: toItem(row) };
  return { key, indexSk: row[`${index}sk`] as string, item: { ...(row['slim'] as Item | undefined) } };
}

async function commit(adapter: Adapter, writes: readonly Write[], writer: Writer | undefined): Promise<void> {
  assertWritable(writes);
  const writeId = adapter.newWriteId();
  const requests = writes.map((write) => toRequest(adapter.tableName, write, writeId, writer));
  const [first] = requests;
  if (first === undefined) return;
  const isSingle = requests.length === 1 && first.ConditionCheck === undefined;
  const send = isSingle ? () => sendOne(adapter, first) : () => sendAll(adapter, requests, writeId);
  try {
    await persistently(send, isPassing, adapter.patience);
  } catch (error) {
    const failed = failedConditions(error);
    if (failed === undefined) throw error;
    // AWS charges failed conditions but does not say how much in the error: one unit each is the least.
    adapter.capacity.write += isSingle ? 1 : writes.length;
    if (failed.some(({ row }) => row?.['writeId'] === writeId)) return;
    if (isSingle && writes[0]?.op === 'delete' && wasRepeated(error) && failed[0]?.row === undefined) return;
    const seen = failed.map(({ index, row }) => ({ index, ...(row === undefined ? {} : { found: toItem(row) }) }));
    throw new StaleWrite(seen, { cause: error });
  }
}

/** A deletion that was tried before, its answer lost, finds nothing: it was its own. */
function wasRepeated(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException && (error.$metadata.attempts ?? 1) > 1;
}

async function sendOne({ client, capacity }: Adapter, { Put, Delete, Update }: Request): Promise<void> {
  const metered = { ReturnConsumedCapacity: 'INDEXES' } as const;
  const { ConsumedCapacity } =
    Put !== undefined
      ? await client.send(new PutCommand({ ...Put, ...metered }))
      : Delete !== undefined
        ? await client.send(new DeleteCommand({ ...Delete, ...metered }))
        : await client.send(new UpdateCommand({ ...(Update as NonNullable<typeof Update>), ...metered }));
  const operation = Put ? 'PutItem' : Delete ? 'DeleteItem' : 'UpdateItem';
  meter(capacity, 'write', operation, ConsumedCapacity === undefined ? [] : [ConsumedCapacity]);
}

/** The write id is also the request's token: DynamoDB itself recognises a repeat for ten minutes. */
async function sendAll({ client, capacity }: Adapter, requests: Request[], writeId: string): Promise<void> {
  const { ConsumedCapacity } = await client.send(
    new TransactWriteCommand({
      TransactItems: requests,
      ClientRequestToken: writeId,
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  meter(capacity, 'write', 'TransactWriteItems', ConsumedCapacity ?? []);
}

const passing = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** Someone else is at the same rows, or the table is throttled; a condition that failed beside it decides. */
function isPassing(error: unknown): boolean {
  if (error instanceof TransactionConflictException || error instanceof TransactionInProgressException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code = '' }) => Code);
  return !codes.includes('ConditionalCheckFailed') && codes.some((code) => passing.includes(code));
}

interface FailedCondition {
  readonly index: number;
  readonly row: Item | undefined;
}

/** Which conditions failed and what stood there; undefined for any other error. */
function failedConditions(error: unknown): readonly FailedCondition[] | undefined {
  if (error instanceof ConditionalCheckFailedException) return [{ index: 0, row: error.Item && fromWire(error.Item) }];
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const failed = (error.CancellationReasons ?? []).flatMap(({ Code, Item }, index) =>
    Code === 'ConditionalCheckFailed' ? [{ index, row: Item && fromWire(Item) }] : [],
  );
  return failed.length === 0 ? undefined : failed;
}

async function next({ client, tableName, capacity, patience }: Adapter, { pk, sk }: Key, counter: string, by = 1) {
  const update = new UpdateCommand({
    TableName: tableName,
    Key: { pk, sk },
    UpdateExpression: 'ADD #counter :by',
    ExpressionAttributeNames: { '#counter': counter },
    ExpressionAttributeValues: { ':by': by },
    ReturnValues: 'UPDATED_NEW',
    ReturnConsumedCapacity: 'INDEXES',
  });
  const { Attributes, ConsumedCapacity } = await persistently(() => client.send(update), isPassing, patience);
  meter(capacity, 'write', 'UpdateItem', ConsumedCapacity === undefined ? [] : [ConsumedCapacity]);
  return Attributes?.[counter] as number;
}
