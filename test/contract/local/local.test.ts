import { createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type Local, type LocalOptions, startLocal } from '#local/local.ts';
import { treatmentOf } from '#local/resources.ts';
import { close, listen } from '#local/wire.ts';
import { sampleDeclarations } from '../infra/sample.ts';
import { synthesized } from '../infra/sample-assembly.ts';
import { key, lambda, role, scratch, table, variable, writeAssembly } from './fixture.ts';

const start = '2026-03-01T00:00:30Z';
const day = 86_400_000;

/** What an SDK does, without one: the assets of these tests are a few lines each. */
const aws = `
  const call = async (service, target, input) => {
    const scope = [process.env.AWS_ACCESS_KEY_ID, '20260101', process.env.AWS_REGION, service, 'aws4_request'].join('/');
    const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: { 'x-amz-target': target, authorization: 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0' },
      body: JSON.stringify(input),
    });
    return answer.json();
  };
  const dynamo = (operation, input) => call('dynamodb', 'DynamoDB_20120810.' + operation, { TableName: process.env.TABLE_NAME, ...input });
  const put = (pk, more = {}) => dynamo('PutItem', { Item: { pk: { S: pk }, sk: { S: '~' }, ...more } });`;

const code = {
  /** Puts what it is told to; a due instant puts the item on the agenda. */
  http: `${aws}
    export const handler = async ({ body }) => {
      const { pk, due } = JSON.parse(body);
      const agenda = due && { agendapk: { S: 'notes#due#0' }, agendask: { S: due + '#' + pk } };
      return put(pk, { ...agenda, news: { N: '1' } });
    };`,
  relay: `${aws}
    export const handler = async ({ Records }) => {
      const Entries = Records.map(({ dynamodb }) => ({ Source: 'test', DetailType: 'put', Detail: JSON.stringify(dynamodb.Keys) }));
      await call('events', 'AWSEvents.PutEvents', { Entries });
    };`,
  consumer: `${aws}
    export const handler = async ({ Records }) => {
      for (const { body } of Records) await put('notes#seen#' + JSON.parse(body).detail.pk.S);
    };`,
  sweep: `${aws}
    export const handler = async () => {
      const due = await dynamo('Query', { IndexName: 'agenda', KeyConditionExpression: 'agendapk = :p AND agendask <= :now',
        ExpressionAttributeValues: { ':p': { S: 'notes#due#0' }, ':now': { S: new Date().toISOString() } } });
      for (const { pk } of due.Items) await put(pk.S, { done: { S: new Date().toISOString() } });
      console.log('swept');
    };`,
};

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const own = {
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['notes#*'] },
  Null: { 'dynamodb:LeadingKeys': 'false' },
};

function app(): string {
  const environment = { Environment: { Variables: { TABLE_NAME: { Ref: 'items' } } }, Role: arnOf('role') };
  const functions = Object.fromEntries(Object.keys(code).map((name) => [name, lambda(name, environment)]));
  const resources = {
    key,
    items: table,
    role: role(
      {
        Effect: 'Allow',
        Action: 'dynamodb:*',
        Resource: [arnOf('items'), { 'Fn::Sub': `${variable('items.Arn')}/index/*` }],
        Condition: own,
      },
      {
        Effect: 'Allow',
        Action: ['dynamodb:*Stream*', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        Resource: '*',
      },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: arnOf('key') },
      { Effect: 'Allow', Action: ['events:PutEvents', 'sqs:*', 'lambda:InvokeFunction'], Resource: '*' },
    ),
    ...functions,
    queue: { Type: 'AWS::SQS::Queue' },
    rule: {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { source: ['test'] }, Targets: [{ Id: 'q', Arn: arnOf('queue') }] },
    },
    stream: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['items', 'StreamArn'] },
        FunctionName: { Ref: 'relay' },
        FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"news":{"N":["1"]}}}}' }] },
      },
    },
    fed: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: arnOf('queue'), FunctionName: { Ref: 'consumer' } },
    },
    schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Metadata: { agenda: { index: 'agenda', prefix: 'notes#due', shards: 1 } },
      Properties: {
        ScheduleExpression: 'rate(1 minute)',
        Target: { Arn: arnOf('sweep'), RoleArn: arnOf('role'), RetryPolicy: { MaximumRetryAttempts: 0 } },
      },
    },
    api: { Type: 'AWS::ApiGatewayV2::Api', Properties: {} },
    integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { IntegrationUri: arnOf('http'), PayloadFormatVersion: '2.0' },
    },
    route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'api' },
        RouteKey: 'POST /notes',
        Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'integration' }]] },
      },
    },
    permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: arnOf('http'), Principal: 'apigateway.amazonaws.com' },
    },
  };
  return writeAssembly({ App: { resources } }, code);
}

let running: Local | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function run(options: LocalOptions = {}): Promise<Local> {
  running = await startLocal({ dir: app(), port: 0, clock: start, quiet: true, ...options });
  return running;
}

async function put(local: Local, body: object) {
  const answer = await fetch(`${local.url}/notes`, { method: 'POST', body: JSON.stringify(body) });
  const refusal = (await answer.json()) as { readonly __type?: string };
  await local.clock.settle();
  return refusal.__type;
}

async function item(local: Local, pk: string) {
  const { Item } = await local.engine.call('GetItem', { TableName: 'items', Key: { pk: { S: pk }, sk: { S: '~' } } });
  return Item as Readonly<Record<string, { readonly S: string }>> | undefined;
}

test('a request reaches its function, and what it writes goes by stream, bus and queue to those who listen', async () => {
  const local = await run();

  expect(await put(local, { pk: 'notes#1' })).toBeUndefined();

  expect(await item(local, 'notes#1')).toBeDefined();
  expect(await item(local, 'notes#seen#notes#1')).toBeDefined();
  expect(local.endpoint.refusals).toEqual([]);
});

test("a function is refused another context's items, and the refusal is told", async () => {
  const local = await run();

  expect(await put(local, { pk: 'tickets#1' })).toBe('AccessDeniedException');

  expect(await item(local, 'tickets#1')).toBeUndefined();
  expect(local.endpoint.refusals[0]).toMatch(/role\/laptop is not authorized to perform: dynamodb:PutItem/);
});

test('a fault that was asked for reaches the function once', async () => {
  const local = await run();
  local.faults.add({ service: 'dynamodb', operation: 'PutItem', error: 'ThrottlingException', times: 1 });

  expect(await put(local, { pk: 'notes#1' })).toBe('ThrottlingException');
  expect(await put(local, { pk: 'notes#1' })).toBeUndefined();
});

test('a year passes quickly, and what waits on the agenda is done at its minute', async () => {
  const local = await run();
  const due = new Date(Date.parse(start) + 100 * day + 10_000).toISOString();
  await put(local, { pk: 'notes#1', due });
  const begun = performance.now();

  await local.clock.advanceTo(Date.parse(start) + 365 * day);

  expect(performance.now() - begun).toBeLessThan(5000);
  const done = Date.parse((await item(local, 'notes#1'))?.['done']?.S ?? '');
  expect(done - Date.parse(due)).toBeGreaterThanOrEqual(0);
  expect(done - Date.parse(due)).toBeLessThan(61_000);
  expect(local.endpoint.calls.get('dynamodb:Query')).toBe(1);
});

test('reset empties everything and leaves a system that works', async () => {
  const local = await run();
  await put(local, { pk: 'notes#1' });

  await local.reset();

  expect(await item(local, 'notes#1')).toBeUndefined();
  expect(local.parts.bus.events()).toEqual([]);
  await put(local, { pk: 'notes#2' });
  expect(await item(local, 'notes#seen#notes#2')).toBeDefined();
  expect(local.parts.bus.events()).toHaveLength(1);
});

test('kept state is there after a restart, and nothing that was delivered comes again', async () => {
  const dataDir = scratch();
  const first = await run({ dataDir });
  await put(first, { pk: 'notes#1' });
  await first.stop();

  const second = await run({ dataDir });
  await second.clock.settle();

  expect(await item(second, 'notes#1')).toBeDefined();
  expect(second.parts.bus.events()).toEqual([]);
  await put(second, { pk: 'notes#2' });
  expect(second.parts.bus.events()).toHaveLength(1);
});

test('a start that fails says why and leaves no port taken', async () => {
  const server = createServer();
  const port = await listen(server, 0);
  await close(server);

  await expect(startLocal({ dir: scratch(), port, quiet: true })).rejects.toThrow('manifest.json');
  await expect(startLocal({ dir: app(), port, clock: 'tomorrow', quiet: true })).rejects.toThrow(
    "cannot start at 'tomorrow'",
  );

  expect(await listen(server, port)).toBe(port);
  await close(server);
});

test('every type of resource of the product is run or knowingly left out', () => {
  const { templates } = synthesized(sampleDeclarations);
  const types = new Set(
    Object.values(templates).flatMap(({ Resources }) => Object.values(Resources ?? {}).map(({ Type }) => Type)),
  );

  expect(types.size).toBeGreaterThan(30);
  expect([...types].filter((type) => 'refused' in treatmentOf(type))).toEqual([]);
});
