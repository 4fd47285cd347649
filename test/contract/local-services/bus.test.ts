import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { afterEach, expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import { createBus } from '#local/events/bus.ts';
import { createDelivery } from '#local/events/delivery.ts';
import { serve } from './endpoint.ts';
import { assemblyOf } from './template.ts';

const minute = 60_000;
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(invoke: () => Promise<unknown> = async () => ({})) {
  const assembly = assemblyOf({
    bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'crm' } },
    onCreated: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'bus' },
        EventPattern: { 'detail-type': ['customer.created'] },
        Targets: [{ Id: 'q', Arn: { 'Fn::GetAtt': ['queue', 'Arn'] }, InputPath: '$.detail' }],
      },
    },
    onMail: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['aws.ses'] },
        Targets: [{ Id: 'f', Arn: { 'Fn::GetAtt': ['fn', 'Arn'] } }],
      },
    },
    queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'queue' } },
    fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'fn' } },
    retries: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'fn' },
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['queue', 'Arn'] } } },
      },
    },
  });
  const clock = new Clock({ start: Date.parse('2026-03-01T00:00:00Z') });
  const sent: string[] = [];
  let invocations = 0;
  const delivery = createDelivery({
    assembly,
    clock,
    invoke: () => {
      invocations++;
      return invoke();
    },
    toQueue: (_, body) => void sent.push(body),
    startExecution: () => undefined,
    log: () => undefined,
  });
  clock.register(delivery);
  const bus = createBus({ assembly, clock, deliver: delivery.deliver });
  const served = await serve(assembly, { events: bus.service });
  const client = new EventBridgeClient(served.client);
  stops.push(
    served.stop,
    () => clock.stop(),
    () => client.destroy(),
  );
  const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
  return { bus, clock, sent, put, delivery, invocations: () => invocations };
}

const created = {
  EventBusName: 'crm',
  Source: 'guanxi.customers',
  DetailType: 'customer.created',
  Detail: '{"id":"cus_1"}',
};

test('an event goes to the targets of the rules that match it, shaped as they ask', async () => {
  const { put, sent, bus } = await start();

  await put(created, { ...created, DetailType: 'customer.renamed' });

  expect(sent).toEqual(['{"id":"cus_1"}']);
  expect(bus.events('customer.created')).toMatchObject([{ bus: 'crm', time: '2026-03-01T00:00:00Z' }]);
  expect(bus.events()).toHaveLength(2);
});

test('a rule hears its own bus only', async () => {
  const { put, sent } = await start();

  await put({ ...created, EventBusName: 'default' });

  expect(sent).toEqual([]);
});

test.each([
  ['a source of AWS', { Source: 'aws.ses' }, 'NotAuthorizedForSourceException'],
  ['a detail that is no JSON', { Detail: 'x' }, 'MalformedDetail'],
  ['a missing detail type', { DetailType: undefined }, 'InvalidArgument'],
  ['a bus that is not there', { EventBusName: 'other' }, 'InvalidArgument'],
])('%s is refused in its entry, and the others go through', async (_, wrong, code) => {
  const { put, sent } = await start();

  const { FailedEntryCount, Entries } = await put({ ...created, ...wrong }, created);

  expect(FailedEntryCount).toBe(1);
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([code, undefined]);
  expect(sent).toHaveLength(1);
});

test('a request above 256 KB is refused as a whole', async () => {
  const { put } = await start();
  const Detail = JSON.stringify({ text: 'x'.repeat(140_000) });

  await expect(put({ ...created, Detail }, { ...created, Detail })).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('an event of SES comes over the default bus', async () => {
  const { bus, clock, invocations } = await start();

  bus.emit({ source: 'aws.ses', type: 'Email Bounced', detail: {} });
  await clock.settle();

  expect(invocations()).toBe(1);
});

test('a function that fails is invoked again as its configuration says, then its failure is kept', async () => {
  const { bus, clock, invocations, sent } = await start(() => Promise.reject(new Error('down')));

  bus.emit({ source: 'aws.ses', type: 'Email Bounced', detail: { id: 'm' } });
  await clock.settle();
  expect(invocations()).toBe(1);
  await clock.advanceTo(clock.now() + 10 * minute);

  expect(invocations()).toBe(2);
  expect(sent.map((body) => JSON.parse(body))).toMatchObject([
    { requestContext: { condition: 'RetriesExhausted' }, requestPayload: { detail: { id: 'm' } } },
  ]);
});
