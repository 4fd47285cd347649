import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
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
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { newCapacity } from '#store/capacity.ts';
import { documentClient, dynamoTable } from '#store/dynamo.ts';
import { StaleWrite, type Write } from '#store/table.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
afterEach(() => dynamo.reset());
afterAll(() => dynamo.restore());

const key = (sk: string) => ({ pk: 'customers#1', sk });
const put = (sk: string, version = 2): Write => ({
  op: 'put',
  key: key(sk),
  item: { version },
  expect: { version: version - 1 },
});
const $metadata = {};

function open() {
  const pauses: number[] = [];
  const capacity = newCapacity();
  const table = dynamoTable({
    tableName: 'table',
    client: documentClient({ region: 'eu-central-1' }),
    capacity,
    newWriteId: () => 'mine',
    patience: { random: () => 1, pause: async (ms) => void pauses.push(ms) },
  });
  return { table, capacity, pauses };
}

function failedCondition(writeId?: string, attempts = 1): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({
    message: 'failed',
    $metadata: { attempts },
    ...(writeId === undefined ? {} : { Item: { ...wireKey, version: { N: '5' }, writeId: { S: writeId } } }),
  });
}

const wireKey = { pk: { S: 'customers#1' }, sk: { S: 'a' } };

function cancelled(...codes: readonly (string | { readonly writeId: string })[]): TransactionCanceledException {
  const CancellationReasons = codes.map((code) =>
    typeof code === 'string'
      ? { Code: code }
      : { Code: 'ConditionalCheckFailed', Item: { ...wireKey, writeId: { S: code.writeId } } },
  );
  return new TransactionCanceledException({ message: 'cancelled', $metadata, CancellationReasons });
}

describe('an own write whose answer was lost', () => {
  test('is recognised by its write id when the repeat finds it', async () => {
    dynamo.on(PutCommand).rejects(failedCondition('mine'));
    await open().table.commit([put('a')]);
  });

  test('is recognised in a transaction, and the token lets DynamoDB recognise it too', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled({ writeId: 'mine' }, { writeId: 'mine' }));
    await open().table.commit([put('a'), put('b')]);
    expect(dynamo.commandCalls(TransactWriteCommand)[0]?.args[0].input.ClientRequestToken).toBe('mine');
  });

  test('is recognised when it was a deletion that was tried before and now finds nothing', async () => {
    dynamo.on(DeleteCommand).rejects(failedCondition(undefined, 2));
    await open().table.commit([{ op: 'delete', key: key('a'), expect: { version: 1 } }]);
  });

  test('does not count twice when it was an addition', async () => {
    dynamo.on(UpdateCommand).rejects(failedCondition('mine'));
    await open().table.commit([{ op: 'add', key: key('n'), add: { count: 1 } }]);
    expect(dynamo.commandCalls(UpdateCommand)[0]?.args[0].input.ConditionExpression).toContain('writeId <> :writeId');
  });
});

describe('a write of someone else', () => {
  test('is stale, and what stood there is told as items are told', async () => {
    dynamo.on(PutCommand).rejects(failedCondition('theirs'));
    const error = await open()
      .table.commit([put('a')])
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StaleWrite);
    expect((error as StaleWrite).failed).toEqual([{ index: 0, found: { version: 5 } }]);
  });

  test('is stale for a first deletion that finds nothing', async () => {
    dynamo.on(DeleteCommand).rejects(failedCondition());
    const deletion: Write = { op: 'delete', key: key('a'), expect: { version: 1 } };
    await expect(open().table.commit([deletion])).rejects.toThrow(StaleWrite);
  });

  test('names the writes of a transaction that failed, also beside a conflict, and is not tried again', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('None', { writeId: 'theirs' }, 'TransactionConflict'));
    const { table, pauses } = open();
    const error = await table.commit([put('a'), put('b'), put('c')]).catch((thrown: unknown) => thrown);
    expect((error as StaleWrite).failed).toEqual([{ index: 1, found: {} }]);
    expect(pauses).toEqual([]);
  });
});

describe('what passes', () => {
  test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'a transaction cancelled for %s is tried again, waiting longer each time',
    async (code) => {
      dynamo.on(TransactWriteCommand).rejectsOnce(cancelled('None', code)).rejectsOnce(cancelled(code)).resolves({});
      const { table, pauses } = open();
      await table.commit([put('a'), put('b')]);
      expect(pauses).toEqual([50, 100]);
    },
  );

  test('a conflict that does not pass is thrown as it is, after six attempts', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('TransactionConflict'));
    const { table, pauses } = open();
    await expect(table.commit([put('a'), put('b')])).rejects.toThrow(TransactionCanceledException);
    expect(pauses).toEqual([50, 100, 200, 400, 800]);
  });

  test('a single write waits for a transaction that is at its row', async () => {
    dynamo
      .on(PutCommand)
      .rejectsOnce(new TransactionConflictException({ message: 'conflict', $metadata }))
      .resolves({});
    dynamo
      .on(UpdateCommand)
      .rejectsOnce(new TransactionConflictException({ message: 'conflict', $metadata }))
      .resolves({ Attributes: { n: 8 } });
    const { table, pauses } = open();
    await table.commit([put('a')]);
    expect(await table.next(key('n'), 'n')).toBe(8);
    expect(pauses).toEqual([50, 50]);
  });

  test('a transaction refused for another reason is an error and not tried again', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('ValidationError'));
    const { table, pauses } = open();
    await expect(table.commit([put('a'), put('b')])).rejects.toThrow(TransactionCanceledException);
    expect(pauses).toEqual([]);
  });
});

describe('reading many', () => {
  const row = (sk: string) => ({ ...key(sk), n: sk });

  test('asks for a key once, and again for what was left unprocessed', async () => {
    dynamo
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { table: [row('a')] }, UnprocessedKeys: { table: { Keys: [key('b'), key('c')] } } })
      .resolvesOnce({ UnprocessedKeys: { table: { Keys: [key('b'), key('c')] } } })
      .resolves({ Responses: { table: [row('b'), row('c')] } });
    const { table, pauses } = open();

    expect(await table.getMany(['c', 'a', 'b', 'a'].map(key), { consistent: true })).toEqual(
      ['c', 'a', 'b', 'a'].map((n) => ({ n })),
    );
    const asked = dynamo.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems?.['table']);
    expect(asked.map((each) => each?.Keys?.map(({ sk }) => sk))).toEqual([
      ['c', 'a', 'b'],
      ['b', 'c'],
      ['b', 'c'],
    ]);
    expect(asked.every((each) => each?.ConsistentRead === true)).toBe(true);
    expect(pauses).toEqual([50, 100]);
  });

  test('gives up when nothing comes any more, rather than answering with gaps', async () => {
    dynamo.on(BatchGetCommand).resolves({ UnprocessedKeys: { table: { Keys: [key('a')] } } });
    const { table, pauses } = open();
    await expect(table.getMany([key('a')])).rejects.toThrow('1 keys stayed unprocessed');
    expect(pauses.length).toBeGreaterThan(3);
  });
});

describe('a query', () => {
  test('goes on until its page is full when DynamoDB stops at a megabyte', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((sk) => ({ ...key(sk), n: sk }));
    dynamo
      .on(QueryCommand)
      .resolvesOnce({ Items: rows.slice(0, 1), LastEvaluatedKey: key('a') })
      .resolvesOnce({ Items: [], LastEvaluatedKey: key('aa') })
      .resolves({ Items: rows.slice(1), LastEvaluatedKey: key('d') });

    expect(await open().table.query({ pk: 'customers#1', limit: 3 })).toEqual({
      items: ['a', 'b', 'c'].map((sk) => ({ key: key(sk), item: { n: sk } })),
      next: key('c'),
    });
    const calls = dynamo.commandCalls(QueryCommand).map(({ args: [{ input }] }) => input);
    expect(calls.map(({ Limit }) => Limit)).toEqual([4, 3, 3]);
    expect(calls.map(({ ExclusiveStartKey }) => ExclusiveStartKey)).toEqual([undefined, key('a'), key('aa')]);
    expect(calls.some(({ FilterExpression }) => FilterExpression !== undefined)).toBe(false);
  });
});

describe('capacity', () => {
  test('of every call is asked for with its indexes and summed as read or written', async () => {
    dynamo.on(GetCommand).resolves({ ConsumedCapacity: { CapacityUnits: 0.5 } });
    dynamo.on(BatchGetCommand).resolves({ Responses: {}, ConsumedCapacity: [{ CapacityUnits: 1.5 }] });
    dynamo.on(QueryCommand).resolves({ ConsumedCapacity: { CapacityUnits: 2 } });
    dynamo.on(PutCommand).resolves({ ConsumedCapacity: { CapacityUnits: 4 } });
    dynamo.on(UpdateCommand).resolves({ Attributes: { n: 1 }, ConsumedCapacity: { CapacityUnits: 1 } });
    dynamo.on(TransactWriteCommand).resolves({ ConsumedCapacity: [{ CapacityUnits: 8, WriteCapacityUnits: 8 }] });
    const { table, capacity } = open();
    await table.get(key('a'));
    await table.getMany([key('a')]);
    await table.query({ pk: 'customers#1', limit: 1 });
    await table.commit([put('a')]);
    await table.next(key('n'), 'n');
    await table.commit([put('a'), put('b')]);

    expect(capacity).toEqual({
      read: 4,
      write: 13,
      byOperation: { GetItem: 0.5, BatchGetItem: 1.5, Query: 2, PutItem: 4, UpdateItem: 1, TransactWriteItems: 8 },
    });
    for (const { args } of dynamo.calls()) expect(args[0].input).toMatchObject({ ReturnConsumedCapacity: 'INDEXES' });
  });

  test('of a failed condition, which AWS charges and does not report, is one unit a write', async () => {
    dynamo.on(PutCommand).rejects(failedCondition('theirs'));
    dynamo.on(TransactWriteCommand).rejects(cancelled({ writeId: 'theirs' }, 'None'));
    const { table, capacity } = open();
    await table.commit([put('a')]).catch(() => {});
    await table.commit([put('a'), put('b')]).catch(() => {});
    expect(capacity.write).toBe(3);
  });
});
