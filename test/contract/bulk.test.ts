import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { bulkPuts, type Put } from '#store/bulk.ts';
import { newCapacity } from '#store/capacity.ts';
import { engineTable } from '#test/engine.ts';

const put = (n: number, item: object = {}): Put => ({
  op: 'put',
  key: { pk: `audit#${n}`, sk: 'a' },
  item: { ...item },
  expect: 'any',
});
const sixty = Array.from({ length: 60 }, (_, n) => put(n, { n }));

test('rows are written whatever stands there, for the price of single writes', async () => {
  const { table, tableName, client, capacity, used } = await engineTable();
  await table.commit([put(7, { n: 'before' })]);
  const putAll = bulkPuts({ tableName, client, capacity });
  expect(await used(() => putAll(sixty))).toEqual({ read: 0, write: 60 });
  expect(await table.getMany(sixty.map(({ key }) => key))).toEqual(sixty.map(({ item }) => item));
});

test('rows that a throttled table left out are sent again, and after six attempts it is said that some are missing', async () => {
  const mock = mockClient(DynamoDBDocumentClient);
  const patience = { pause: async () => undefined, random: () => 0 };
  const putAll = bulkPuts({ tableName: 't', client: mock as never, capacity: newCapacity(), patience });
  const leftOut = { UnprocessedItems: { t: [{ PutRequest: { Item: { pk: 'audit#1', sk: 'a' } } }] } };
  mock.on(BatchWriteCommand).resolvesOnce(leftOut).resolves({});
  await putAll([put(0), put(1)]);
  const sent = mock.commandCalls(BatchWriteCommand).map(({ args }) => args[0].input.RequestItems?.['t']?.length);
  expect(sent).toEqual([2, 1]);

  mock.on(BatchWriteCommand).resolves(leftOut);
  await expect(putAll([put(0), put(1)])).rejects.toThrow('1 rows stayed unwritten');
  mock.restore();
});
