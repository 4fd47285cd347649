import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, expect, test, vi } from 'vitest';
import { Clock } from '#local/clock.ts';
import { isObject, objectsAt, textAt } from '#local/json.ts';
import { arnOf } from '#local/names.ts';
import { createQueues } from '#local/queues/service.ts';
import { serve } from './endpoint.ts';
import { assemblyOf } from './template.ts';

const minute = 60_000;
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A queue that is received twice at most, its dead-letter queue, and (if asked) a function that it feeds. */
async function start(work?: (bodies: readonly string[]) => unknown, mapping: object = {}) {
  const assembly = assemblyOf({
    work: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'work',
        VisibilityTimeout: 60,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['dead', 'Arn'] }, maxReceiveCount: 2 },
      },
    },
    dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
    fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'worker' } },
    ...(work && {
      feed: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['work', 'Arn'] },
          FunctionName: { Ref: 'fn' },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ...mapping,
        },
      },
    }),
  });
  const clock = new Clock({ start: Date.parse('2026-03-01T00:00:00Z') });
  const batches: string[][] = [];
  const invoke = async (_: string, payload: unknown) => {
    const records = isObject(payload) ? objectsAt(payload, 'Records') : [];
    batches.push(records.map((record) => textAt(record, 'body')));
    const failed = work?.(batches.at(-1) ?? []);
    const ids = Array.isArray(failed) ? records.filter((record) => failed.includes(record['body'])) : [];
    return { batchItemFailures: ids.map((record) => ({ itemIdentifier: record['messageId'] })) };
  };
  let isResting = true;
  let tell = (): void => undefined;
  const rest = {
    isResting: () => isResting,
    onRest: (told: () => void) => {
      tell = told;
    },
  };
  const functionsRest = (resting: boolean) => {
    isResting = resting;
    if (resting) tell();
  };
  const queues = createQueues({ assembly, clock, invoke, rest, log: () => undefined });
  clock.register(queues);
  const served = await serve(assembly, { sqs: queues.service });
  const client = new SQSClient(served.client);
  const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName: 'work' }));
  stops.push(
    queues.stop,
    served.stop,
    () => clock.stop(),
    () => client.destroy(),
  );
  const send = (...bodies: string[]) =>
    client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: bodies.map((MessageBody, at) => ({ Id: `${at}`, MessageBody })),
      }),
    );
  const advance = (ms: number) => clock.advanceTo(clock.now() + ms);
  return { client, QueueUrl, queues, clock, batches, send, functionsRest, advance };
}

test('a message is seen once until its visibility timeout, and no more once it is deleted', async () => {
  const { client, QueueUrl, advance } = await start();
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));

  const first = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  const hidden = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  await advance(minute);
  const again = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again.Messages?.[0]?.ReceiptHandle }));
  await advance(minute);
  const gone = await client.send(new ReceiveMessageCommand({ QueueUrl }));

  expect(first.Messages?.[0]?.Body).toBe('one');
  expect(hidden.Messages).toBeUndefined();
  expect(again.Messages?.[0]?.Attributes?.ApproximateReceiveCount).toBe('2');
  expect(gone.Messages).toBeUndefined();
});

test('within a batching window messages gather until they make a full batch or no function runs any more', async () => {
  const { batches, functionsRest, send, clock } = await start(() => undefined, {
    BatchSize: 3,
    MaximumBatchingWindowInSeconds: 60,
  });
  functionsRest(false);
  await send('a', 'b');
  await send('c', 'd');
  await vi.waitUntil(() => batches.length > 0);
  const full = [...batches];

  functionsRest(true);
  await clock.settle();

  expect(full).toEqual([['a', 'b', 'c']]);
  expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
});

test('a delayed message is not seen before its delay', async () => {
  const { client, QueueUrl, advance } = await start();
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 60 }));

  const early = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  await advance(minute);
  const late = await client.send(new ReceiveMessageCommand({ QueueUrl }));

  expect(early.Messages).toBeUndefined();
  expect(late.Messages).toHaveLength(1);
});

test('a message given back is seen at once', async () => {
  const { client, QueueUrl } = await start();
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  const ReceiptHandle = Messages?.[0]?.ReceiptHandle;

  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

  expect((await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toHaveLength(1);
});

test('the SDK accepts the digests of bodies and attributes', async () => {
  const { client, QueueUrl } = await start();
  const MessageAttributes = { reason: { DataType: 'String', StringValue: '太长' } };

  const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: '关系', MessageAttributes }));
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));

  expect(sent.MD5OfMessageAttributes).toMatch(/^[0-9a-f]{32}$/);
  expect(Messages?.[0]).toMatchObject({ Body: '关系', MessageAttributes });
});

test('counts tell what is visible and what is in flight', async () => {
  const { client, QueueUrl, send } = await start();
  await send('a', 'b');
  await client.send(new ReceiveMessageCommand({ QueueUrl }));

  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));

  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesNotVisible: '1' });
});

test('a queue that is not there is the error that the SDK has a class for', async () => {
  const { client, QueueUrl } = await start();

  const sent = client.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}-not`, MessageBody: 'x' }));

  await expect(sent).rejects.toBeInstanceOf(QueueDoesNotExist);
});

test('a batch succeeds with failures inside', async () => {
  const { client, QueueUrl } = await start();

  const Entries = [
    { Id: 'a', MessageBody: 'fine' },
    { Id: 'b', MessageBody: '' },
  ];
  const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));

  expect(Successful?.map(({ Id }) => Id)).toEqual(['a']);
  expect(Failed).toMatchObject([{ Id: 'b', SenderFault: true }]);
});

test('messages that arrive together travel in one batch of at most the size asked for', async () => {
  const { batches, send, clock, queues } = await start(() => [], { BatchSize: 3 });

  await send('a', 'b', 'c', 'd');
  await clock.settle();

  expect(batches.map((batch) => batch.length).sort()).toEqual([1, 3]);
  expect(queues.view()[0]).toMatchObject({ visible: 0, inFlight: 0 });
});

test('only the messages reported as failed come again, and after the last receipt they are dead letters', async () => {
  const { batches, send, advance, clock, queues } = await start((bodies) => bodies.filter((body) => body === 'bad'));

  await send('good', 'bad');
  await clock.settle();
  await advance(minute - 1000);
  expect(batches).toEqual([['good', 'bad']]);
  await advance(2 * minute);

  expect(batches).toEqual([['good', 'bad'], ['bad']]);
  expect(queues.messages('dead')?.map(({ body }) => body)).toEqual(['bad']);
});

test('a function that fails gets the whole batch again', async () => {
  const { batches, send, advance } = await start(() => {
    throw new Error('down');
  });

  await send('a', 'b');
  await advance(minute + 1000);

  expect(batches).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
});

test('a redriven dead letter is worked on again in the queue where it died', async () => {
  let isDown = true;
  const { send, advance, clock, queues, batches } = await start((bodies) => (isDown ? bodies : []));
  await send('a');
  await advance(3 * minute);
  isDown = false;

  expect(queues.redrive('dead')).toBe(1);
  await clock.settle();

  expect(batches.at(-1)).toEqual(['a']);
  expect(queues.view().map(({ visible, inFlight }) => visible + inFlight)).toEqual([0, 0]);
});

test('a dead letter that was set aside goes to the queue that it names', async () => {
  const { clock, queues, batches } = await start(() => []);
  queues.deliver(arnOf('sqs', 'dead'), 'a', { reason: 'rule: x', queue: arnOf('sqs', 'work') });
  queues.deliver(arnOf('sqs', 'dead'), 'b', { reason: 'rule: x' });

  expect(queues.redrive('dead')).toBe(1);
  await clock.settle();

  expect(batches).toEqual([['a']]);
  expect(queues.messages('dead')?.map(({ body }) => body)).toEqual(['b']);
});

test('a message that is kept over a restart is delivered after it', async () => {
  const { send, clock, queues } = await start();
  await send('kept');
  const saved: unknown = JSON.parse(JSON.stringify(queues.snapshot()));

  const other = await start(() => []);
  other.queues.restore(saved);
  await other.advance(1000);

  expect(other.batches).toEqual([['kept']]);
  clock.stop();
});
