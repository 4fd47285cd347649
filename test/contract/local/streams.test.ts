import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import type { Batch } from '#local/dynamodb/deliver.ts';
import { type Engine, startEngine } from '#local/dynamodb/engine.ts';
import { StreamReader } from '#local/dynamodb/streams.ts';
import { createTables, recreateTables, tablesOf } from '#local/dynamodb/tables.ts';
import { isObject, type JsonObject, objectAt, objectsAt } from '#local/json.ts';
import { Kept } from '#local/kept.ts';
import { assembly, functionArn, key, lambda, scratch, table } from './fixture.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const workDir = scratch();
let engine: Engine;
let stop: () => void = () => undefined;
beforeAll(async () => {
  engine = await startEngine({ workDir });
});
afterAll(() => engine.stop());
afterEach(() => stop());

async function reader(
  handle: (keys: readonly string[], call: number) => unknown,
  properties: Readonly<Record<string, unknown>> = {},
  positions = new Kept(undefined, 'streams.json'),
) {
  const read = assembly(
    {
      key,
      items: table,
      fn: lambda('fn'),
      mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['items', 'StreamArn'] },
          FunctionName: { 'Fn::GetAtt': ['fn', 'Arn'] },
          BatchSize: 100,
          MaximumRetryAttempts: 2,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ...properties,
        },
      },
    },
    { fn: '' },
  );
  await createTables(engine, read);
  await recreateTables(engine, read);
  const clock = new Clock({ start });
  const batches: string[][] = [];
  const records: JsonObject[] = [];
  const dead: string[][] = [];
  const rest = { isResting: true, tell: () => undefined as unknown };
  const [items] = tablesOf(read);
  const [mapping] = read.ofType('AWS::Lambda::EventSourceMapping');
  if (!items || !mapping) throw new Error('the fixture has no stream');
  const options = {
    engine,
    clock,
    table: items,
    mapping,
    positions,
    invoke: async (arn: string, event: unknown) => {
      expect(arn).toBe(functionArn('fn'));
      const got = objectsAt(isObject(event) ? event : {}, 'Records');
      records.push(...got);
      batches.push(got.map(keyOf));
      return handle(got.map(keyOf), batches.length);
    },
    onFailure: async (batch: Batch) => void dead.push(batch.records.map(keyOf)),
    rest: { isResting: () => rest.isResting, onRest: (tell: () => void) => void Object.assign(rest, { tell }) },
    isExpired: (gone: JsonObject) => keyOf({ dynamodb: { Keys: gone } }) === 'expired',
    log: () => undefined,
  };
  const begin = () => {
    const made = new StreamReader(options);
    clock.register(made);
    stop = () => {
      made.stop();
      clock.stop();
    };
    const write = async (...names: readonly string[]) => {
      for (const name of names) await engine.call('PutItem', { TableName: 'items', Item: itemNamed(name) });
      made.nudge();
      await clock.settle();
    };
    return { made, write };
  };
  const first = begin();
  await first.made.reset();
  return { ...first, again: begin, clock, batches, records, dead, rest };
}

const itemNamed = (name: string) => ({
  pk: { S: name },
  sk: { S: '~' },
  news: { N: name.startsWith('old') ? '0' : '1' },
});

const keyOf = (record: JsonObject) => String(objectAt(objectAt(objectAt(record, 'dynamodb'), 'Keys'), 'pk')['S']);
const sequenceOf = (records: readonly JsonObject[], name: string) =>
  objectAt(
    records.find((record) => keyOf(record) === name),
    'dynamodb',
  )['SequenceNumber'];

test('with a window, changes gather until no function runs that could make more', async () => {
  const { made, clock, batches, rest, write } = await reader(() => ({}), { MaximumBatchingWindowInSeconds: 30 });
  rest.isResting = false;
  for (const name of ['a', 'b', 'c']) {
    await engine.call('PutItem', { TableName: 'items', Item: itemNamed(name) });
    made.nudge();
  }
  expect([made.isBusy(), batches]).toEqual([true, []]);
  rest.isResting = true;
  rest.tell();
  await clock.settle();
  expect(batches).toEqual([['a', 'b', 'c']]);

  await write('d');
  expect(batches.at(-1)).toEqual(['d']);
});

test('records come in order, in batches, as Lambda shows them', async () => {
  const { batches, records, write } = await reader(() => ({}), { BatchSize: 2 });
  await write('a', 'b', 'c');

  expect(batches).toEqual([['a', 'b'], ['c']]);
  expect(records[0]).toMatchObject({
    eventName: 'INSERT',
    awsRegion: 'eu-central-1',
    eventSourceARN: expect.stringContaining(':table/items/stream/'),
    dynamodb: { NewImage: { pk: { S: 'a' } }, ApproximateCreationDateTime: start / 1000 },
  });
});

test('only what the filter lets through is delivered', async () => {
  const Pattern = JSON.stringify({ dynamodb: { NewImage: { news: { N: ['1'] } } } });
  const { batches, write } = await reader(() => ({}), { FilterCriteria: { Filters: [{ Pattern }] } });
  await write('old1', 'a', 'old2');

  expect(batches).toEqual([['a']]);
});

test('what a function reports as failed comes again from there on, what was before it does not', async () => {
  const made = await reader((keys, calls) =>
    calls === 1 ? { batchItemFailures: [{ itemIdentifier: sequenceOf(made.records, keys[1] ?? '') }] } : {},
  );
  await made.write('a', 'b', 'c');

  expect(made.batches).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c'],
  ]);
  expect(made.dead).toEqual([]);
});

test('a poisoned record is isolated by halving, and everything else arrives', async () => {
  const made = await reader(
    (keys) => {
      if (keys.includes('poison')) throw new Error('poisoned');
      return {};
    },
    { BisectBatchOnFunctionError: true },
  );
  await made.write('a', 'b', 'c', 'poison', 'd');
  await made.clock.advanceTo(start + 60_000);

  expect(made.dead).toEqual([['poison']]);
  const arrived = made.batches.filter((batch) => !batch.includes('poison')).flat();
  expect(arrived.toSorted()).toEqual(['a', 'b', 'c', 'd']);
});

test('a whole batch is given up after its retries, and the stream goes on', async () => {
  const made = await reader((keys) => {
    if (keys.includes('a')) throw new Error('down');
    return {};
  });
  await made.write('a');
  await made.write('b');

  expect(made.batches).toEqual([['a'], ['a'], ['a'], ['b']]);
  expect(made.dead).toEqual([['a']]);
});

test('without a limit it is tried again for a day, on the clock, and the order holds', async () => {
  const made = await reader(
    (keys) => {
      if (keys.includes('a') && made.clock.now() < start + 3_600_000) throw new Error('down');
      return {};
    },
    { MaximumRetryAttempts: -1 },
  );
  await made.write('a');
  await made.write('b');
  expect(made.batches.every((batch) => batch[0] === 'a')).toBe(true);

  await made.clock.advanceTo(start + 2 * 3_600_000);

  expect(made.batches.at(-1)).toEqual(['b']);
  expect(made.dead).toEqual([]);
});

test('a removal by time to live says so', async () => {
  const { records, write } = await reader(() => ({}));
  await write('expired', 'removed');
  for (const name of ['expired', 'removed']) {
    await engine.call('DeleteItem', { TableName: 'items', Key: { pk: { S: name }, sk: { S: '~' } } });
  }
  await write('last');

  const removals = records.filter(({ eventName }) => eventName === 'REMOVE');
  expect(removals.map((record) => [keyOf(record), record['userIdentity']])).toEqual([
    ['expired', { type: 'Service', principalId: 'dynamodb.amazonaws.com' }],
    ['removed', undefined],
  ]);
});

test('after a restart it goes on where it was', async () => {
  const positions = new Kept(undefined, 'streams.json');
  const first = await reader(() => ({}), {}, positions);
  await first.write('a');
  first.made.stop();
  const restarted = first.again();
  await restarted.write('b');

  expect(first.batches).toEqual([['a'], ['b']]);
});
