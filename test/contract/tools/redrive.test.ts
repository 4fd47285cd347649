import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, expect, test } from 'vitest';
import { deadLetters } from '#functions/batch/set-aside.ts';
import { newMeter } from '#functions/http/meter.ts';
import { Clock } from '#local/clock.ts';
import { arnOf } from '#local/names.ts';
import { createQueues } from '#local/queues/service.ts';
import { redrive } from '#tools/redrive/redrive.ts';
import { serve } from '../local-services/endpoint.ts';
import { assemblyOf } from '../local-services/template.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const events = mockClient(EventBridgeClient);
afterEach(() => events.reset());
afterAll(() => events.restore());

/** A queue that feeds a function, its dead-letter queue, and the real client against both. */
async function start(work: (body: string) => boolean) {
  const assembly = assemblyOf({
    work: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'work',
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['dead', 'Arn'] }, maxReceiveCount: 2 },
      },
    },
    dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
    fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'worker' } },
    feed: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['work', 'Arn'] },
        FunctionName: { Ref: 'fn' },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
  });
  const clock = new Clock({ start: Date.parse('2026-03-01T00:00:00Z') });
  const worked: string[] = [];
  const invoke = async (_: string, payload: unknown) => {
    const { Records } = payload as { Records: { messageId: string; body: string }[] };
    const failed = Records.filter(({ body }) => {
      worked.push(body);
      return !work(body);
    });
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
  const queues = createQueues({
    assembly,
    clock,
    invoke,
    rest: { isResting: () => true, onRest: () => undefined },
    log: () => undefined,
  });
  clock.register(queues);
  const served = await serve(assembly, { sqs: queues.service });
  const sqs = new SQSClient(served.client);
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'dead' }));
  stops.push(
    queues.stop,
    served.stop,
    () => clock.stop(),
    () => sqs.destroy(),
  );
  const said: string[] = [];
  const run = (more: { max?: number; bus?: string } = {}) =>
    redrive({
      sqs,
      events: new EventBridgeClient({ region: 'eu-central-1' }),
      queueUrl: QueueUrl,
      waitSeconds: 0,
      say: (line) => said.push(line),
      ...more,
    });
  const bury = (body: string, attributes: Record<string, string>) =>
    queues.deliver(arnOf('sqs', 'dead'), body, attributes);
  const settle = () => clock.advanceTo(clock.now() + 5 * 60_000);
  const dead = () => queues.messages('dead')?.map(({ body }) => body);
  return { run, bury, settle, dead, said, worked, queues };
}

test('a letter that died of deliveries goes back to its queue once its cause is mended', async () => {
  let isMended = false;
  const { run, settle, dead, worked, queues } = await start(() => isMended);
  queues.deliver(arnOf('sqs', 'work'), 'one');
  await settle();
  expect(dead()).toEqual(['one']);

  isMended = true;
  const result = await run();
  await settle();

  expect(result).toEqual({ resent: 1, left: 0 });
  expect(worked).toEqual(['one', 'one', 'one']);
  expect(dead()).toEqual([]);
});

test('a letter that a consumer set aside names the queue to which it goes back', async () => {
  const { run, bury, settle, worked, said } = await start(() => true);
  bury('two', { reason: 'rule: customers.duplicate', source: 'customers/on-x', queue: arnOf('sqs', 'work') });

  expect(await run()).toEqual({ resent: 1, left: 0 });
  await settle();

  expect(worked).toEqual(['two']);
  expect(said).toEqual([expect.stringMatching(/^resent \S+ to work \(rule: customers\.duplicate\)$/)]);
});

test('a letter that comes back at once is left, so that a run ends although its cause is not mended', async () => {
  const { run, bury, dead, said } = await start((body) => {
    bury(body, { reason: 'again', source: 'customers/on-x', queue: arnOf('sqs', 'work') });
    return true;
  });
  bury('three', { reason: 'at first', source: 'customers/on-x', queue: arnOf('sqs', 'work') });

  expect(await run()).toEqual({ resent: 1, left: 1 });

  expect(dead()).toEqual(['three']);
  expect(said.at(-1)).toContain('its cause is not mended (again)');
});

test('an event that the relay set aside is published on its bus, or on the one that is named', async () => {
  events.on(PutEventsCommand).resolves({ Entries: [{ EventId: '1' }] });
  const { run, bury } = await start(() => true);
  const event = { source: 'crm.customers', 'detail-type': 'customer.created', detail: { id: 'evt_1' } };
  bury(JSON.stringify(event), { reason: 'bus: x', source: 'relay', bus: 'crm' });
  bury(JSON.stringify({ ...event, detail: { id: 'evt_2' } }), { reason: 'bus: x', source: 'relay' });

  expect(await run({ bus: 'other' })).toEqual({ resent: 2, left: 0 });

  const entries = events.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries?.[0]);
  const entry = { Source: 'crm.customers', DetailType: 'customer.created' };
  expect(entries).toEqual([
    { ...entry, EventBusName: 'crm', Detail: '{"id":"evt_1"}' },
    { ...entry, EventBusName: 'other', Detail: '{"id":"evt_2"}' },
  ]);
});

test('what has nowhere to go, and what the bus refuses, stays where it is with the reason', async () => {
  events.on(PutEventsCommand).resolves({ Entries: [{ ErrorCode: 'NotAuthorized', ErrorMessage: 'no' }] });
  const { run, bury, dead, said } = await start(() => true);
  const event = { source: 'crm.customers', 'detail-type': 'customer.created', detail: {} };
  bury(JSON.stringify(event), { reason: 'r', source: 'relay', bus: 'crm' });
  bury(JSON.stringify(event), { reason: 'r', source: 'relay' });
  bury(JSON.stringify({ detail: 1 }), { reason: 'r', source: 'relay', bus: 'crm' });
  bury('{}', { TARGET_ARN: arnOf('lambda', 'function:x'), ERROR_MESSAGE: 'throttled' });
  bury('{}', {});

  expect(await run()).toEqual({ resent: 0, left: 5 });

  expect(dead()).toHaveLength(5);
  expect(said.map((line) => line.replace(/^left {3}\S+: /, ''))).toEqual([
    'the bus: NotAuthorized no (r)',
    'it does not name its bus: give --bus (r)',
    'no bus takes an event without source, type and detail (r)',
    'arn:aws:lambda:eu-central-1:000000000000:function:x is no queue; what it missed runs again by itself (throttled)',
    'it does not say where it came from (delivered too often without success)',
  ]);
  expect(await run({ bus: 'crm' })).toEqual({ resent: 0, left: 5 });
});

test('no more than asked are resent', async () => {
  const { run, bury, dead } = await start(() => true);
  for (let n = 0; n < 25; n += 1) bury(`${n}`, { reason: 'r', source: 's', queue: arnOf('sqs', 'work') });

  expect(await run({ max: 12 })).toEqual({ resent: 12, left: 0 });

  expect(dead()).toHaveLength(13);
});

test('set-aside.ts and this tool agree on the names of the attributes', async () => {
  const { bury, run, settle, worked } = await start(() => true);
  const sqs = mockClient(SQSClient);
  await deadLetters(
    'https://q',
    newMeter(),
  )({
    body: 'four',
    reason: 'r',
    source: 'customers/on-x',
    queue: arnOf('sqs', 'work'),
  });
  const [call] = sqs.commandCalls(SendMessageCommand);
  sqs.restore();
  const attributes = Object.entries(call?.args[0].input.MessageAttributes ?? {});
  bury('four', Object.fromEntries(attributes.map(([name, { StringValue }]) => [name, StringValue ?? ''])));

  expect(await run()).toEqual({ resent: 1, left: 0 });
  await settle();

  expect(worked).toEqual(['four']);
});
