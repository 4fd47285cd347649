import { spawn } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import { Agendas } from '#local/dynamodb/agenda.ts';
import { type Engine, startEngine } from '#local/dynamodb/engine.ts';
import { Expiry } from '#local/dynamodb/expiry.ts';
import { dynamoService, type Written } from '#local/dynamodb/service.ts';
import { createTables, recreateTables } from '#local/dynamodb/tables.ts';
import { objectAt } from '#local/json.ts';
import { jsonRequest, parseReply } from '#local/wire.ts';
import { assembly, key, scratch, table } from './fixture.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const day = 86_400_000;
const read = assembly({ key, items: table });
const workDir = scratch();
let engine: Engine;
let clock = new Clock({ start });
let onWrite: (written: Written) => void = () => undefined;

beforeAll(async () => {
  engine = await startEngine({ workDir });
  await createTables(engine, read);
});
afterAll(() => engine.stop());
beforeEach(async () => {
  clock.stop();
  clock = new Clock({ start });
  onWrite = () => undefined;
  await recreateTables(engine, read);
});

/** As a function would call it: through the service. */
async function call(operation: string, input: object) {
  const service = dynamoService(read, engine, (written) => onWrite(written));
  return parseReply(await service.plan(jsonRequest('role', 'dynamodb', `DynamoDB_20120810.${operation}`, input)).run());
}
const item = (pk: string, more: object = {}) => ({ pk: { S: pk }, sk: { S: '~' }, ...more });
const put = (pk: string, more: object = {}) => call('PutItem', { TableName: 'items', Item: item(pk, more) });
const get = async (pk: string) => objectAt(await call('GetItem', { TableName: 'items', Key: item(pk) }), 'Item');

test('the capacity that was asked for is told', async () => {
  const answer = await call('PutItem', { TableName: 'items', Item: item('a'), ReturnConsumedCapacity: 'TOTAL' });

  expect(answer).toMatchObject({ ConsumedCapacity: { TableName: 'items', CapacityUnits: 1 } });
});

test("the engine's errors keep their name and the item that was found", async () => {
  await put('a');
  const failed = call('PutItem', {
    TableName: 'items',
    Item: item('a'),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });

  await expect(failed).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', extra: { Item: item('a') } });
});

describe('time to live', () => {
  function expiry() {
    const expired: unknown[] = [];
    const made = new Expiry({
      assembly: read,
      engine,
      clock,
      onExpired: (gone) => expired.push(...gone),
      log: (line) => expired.push(line),
    });
    clock.register(made);
    onWrite = (written) => made.onWrite(written);
    return { made, expired };
  }
  const until = (instant: number) => ({ expiresAt: { N: String(instant / 1000) } });

  test('an item is gone the day after its instant and not before', async () => {
    const { expired } = expiry();
    await put('a', until(start + 1.5 * day));
    await put('b');
    await call('TransactWriteItems', {
      TransactItems: [{ Put: { TableName: 'items', Item: item('c', until(start + day / 2)) } }],
    });
    await call('BatchWriteItem', {
      RequestItems: { items: [{ PutRequest: { Item: item('d', until(start + 5 * day)) } }] },
    });

    await clock.advanceTo(start + 1.4 * day);
    expect([await get('a'), await get('c')]).toEqual([item('a', until(start + 1.5 * day)), {}]);
    await clock.advanceTo(start + 2.1 * day);

    expect([await get('a'), await get('b'), await get('d')]).toEqual([
      {},
      item('b'),
      item('d', until(start + 5 * day)),
    ]);
    expect(expired).toEqual([item('c'), item('a')]);
  });

  test('an item whose instant was moved or taken away stays', async () => {
    const { expired } = expiry();
    await put('moved', until(start + day / 2));
    await put('kept', until(start + day / 2));
    await call('UpdateItem', {
      TableName: 'items',
      Key: item('moved'),
      UpdateExpression: 'SET expiresAt = :later',
      ExpressionAttributeValues: { ':later': { N: String((start + 3 * day) / 1000) } },
    });
    await put('kept');

    await clock.advanceTo(start + 2 * day);
    expect(expired).toEqual([]);
    await clock.advanceTo(start + 5 * day);

    expect(expired).toEqual([item('moved')]);
    expect(await get('kept')).toEqual(item('kept'));
  });

  test('items of an earlier start are found', async () => {
    await put('a', until(start + day / 2));
    const { made, expired } = expiry();
    await made.findKept();

    await clock.advanceTo(start + 2 * day);

    expect(expired).toEqual([item('a')]);
  });
});

describe('the agenda', () => {
  const agenda = { tableName: 'items', index: 'agenda', prefix: 'activities#due', shards: 4 };
  const due = (pk: string, shard: number, instant: number) =>
    put(pk, {
      agendapk: { S: `activities#due#${shard}` },
      agendask: { S: `${new Date(instant).toISOString()}#${pk}` },
    });

  test('its earliest entry over all shards is known', async () => {
    const agendas = new Agendas(read, engine, clock);
    expect(await agendas.earliestDue(agenda)).toBeUndefined();
    await due('a', 3, start + 5 * day);
    await due('b', 0, start + 7 * day);

    await clock.advanceTo(start);
    expect(await agendas.earliestDue(agenda)).toBe(start + 5 * day);
  });

  test('within an advance it is read again only after a write that names it', async () => {
    const agendas = new Agendas(read, engine, clock);
    onWrite = (written) => agendas.onWrite(written);
    await due('a', 1, start + 5 * day);
    expect(await agendas.earliestDue(agenda)).toBe(start + 5 * day);
    await engine.call('DeleteItem', { TableName: 'items', Key: item('a') });

    expect(await agendas.earliestDue(agenda)).toBe(start + 5 * day);
    await due('b', 2, start + 9 * day);
    expect(await agendas.earliestDue(agenda)).toBe(start + 9 * day);
  });

  test('an entry that is due is looked at each time, so that a finished one does not run for ever', async () => {
    const agendas = new Agendas(read, engine, clock);
    await due('a', 1, start - day);
    expect(await agendas.earliestDue(agenda)).toBe(start - day);
    await engine.call('DeleteItem', { TableName: 'items', Key: item('a') });

    expect(await agendas.earliestDue(agenda)).toBeUndefined();
  });
});

describe('the engine', () => {
  test('keeps its items on disk where a folder is given', async () => {
    const dataDir = scratch();
    const first = await startEngine({ workDir, dataDir });
    await createTables(first, read);
    await first.call('PutItem', { TableName: 'items', Item: item('kept') });
    await first.stop();

    const second = await startEngine({ workDir, dataDir });
    await createTables(second, read);

    expect(await second.call('GetItem', { TableName: 'items', Key: item('kept') })).toMatchObject({
      Item: item('kept'),
    });
    await second.stop();
  });

  test('another engine can be used instead', async () => {
    const other = await startEngine({ workDir, endpoint: engine.url });

    expect(await other.call('ListTables', {})).toMatchObject({ TableNames: ['items'] });
    await other.stop();
    expect(await engine.call('ListTables', {})).toMatchObject({ TableNames: ['items'] });
  });

  test('never outlives the process that started it, not even when that is killed', async () => {
    const script = `
      import { startEngine } from '#local/dynamodb/engine.ts';
      const engine = await startEngine({ workDir: ${JSON.stringify(workDir)} });
      console.log(engine.url);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve) =>
      parent.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())),
    );
    expect((await fetch(url, { method: 'POST' })).status).toBe(400);

    parent.kill('SIGKILL');

    await expect
      .poll(
        () =>
          fetch(url).then(
            () => 'alive',
            () => 'gone',
          ),
        { timeout: 5000, interval: 20 },
      )
      .toBe('gone');
  });
});
