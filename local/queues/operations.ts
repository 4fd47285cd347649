import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { isObject, type JsonObject, listAt, objectAt, textsAt } from '../json.ts';
import { type JsonOperation, optionalNumber, requiredText } from '../json-service.ts';
import { arnOf, queueUrl } from '../names.ts';
import { AwsError } from '../service.ts';
import { systemAttributes } from './mapping.ts';
import type { Message } from './messages.ts';
import { md5, type Queue } from './queue.ts';

interface Context {
  readonly byName: (name: string) => Queue | undefined;
  readonly clock: Clock;
}

/** SQS takes a mebibyte per message and per batch. */
const mostBytes = 1024 * 1024;
const hours12 = 12 * 60 * 60;

/** The operations of SQS that this system uses, and those that a person needs to look after a dead-letter queue. */
export function operationsOf(context: Context): Readonly<Record<string, JsonOperation>> {
  const on = (action: string, run: (queue: Queue, input: JsonObject) => unknown): JsonOperation => ({
    needs: (input) => [{ action: `sqs:${action}`, resource: arnOf('sqs', nameOf(input)) }],
    run: (input) => run(queueOf(input, context), input),
  });
  return {
    SendMessage: on('SendMessage', send),
    SendMessageBatch: on('SendMessage', (queue, input) => {
      const entries = entriesOf(input);
      if (entries.reduce((sum, entry) => sum + Buffer.byteLength(String(entry['MessageBody'] ?? '')), 0) > mostBytes) {
        throw new AwsError('BatchRequestTooLong', 'The batch is longer than a mebibyte.');
      }
      return inBatch(entries, (entry) => send(queue, entry));
    }),
    ReceiveMessage: on('ReceiveMessage', (queue, input) => receive(queue, input, context.clock)),
    DeleteMessage: on('DeleteMessage', remove),
    DeleteMessageBatch: on('DeleteMessage', (queue, input) => inBatch(entriesOf(input), (each) => remove(queue, each))),
    ChangeMessageVisibility: on('ChangeMessageVisibility', hide),
    GetQueueAttributes: on('GetQueueAttributes', (queue, input) => ({ Attributes: attributesOf(queue, input) })),
    GetQueueUrl: {
      needs: (input) => [{ action: 'sqs:GetQueueUrl', resource: arnOf('sqs', requiredText(input, 'QueueName')) }],
      run: (input, { headers }) => {
        const name = requiredText(input, 'QueueName');
        if (!context.byName(name)) throw missing();
        // The SDK sends what follows to the host that this names.
        return { QueueUrl: queueUrl(name, `http://${headers['host']}`) };
      },
    },
  };
}

function send(queue: Queue, input: JsonObject) {
  const body = requiredText(input, 'MessageBody');
  if (Buffer.byteLength(body) > mostBytes) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${mostBytes} bytes.`,
    );
  }
  const attributes = objectAt(input, 'MessageAttributes');
  const message = queue.send(body, { delaySeconds: optionalNumber(input, 'DelaySeconds', 0, 900), attributes });
  return { MessageId: message.id, MD5OfMessageBody: md5(body), ...attributesDigest(attributes) };
}

/** Waits in real time, because a person at the other end does; the message that ends the wait may come at any instant. */
async function receive(queue: Queue, input: JsonObject, clock: Clock) {
  const most = optionalNumber(input, 'MaxNumberOfMessages', 1, 10) ?? 1;
  const visibility = optionalNumber(input, 'VisibilityTimeout', 0, hours12);
  const until = performance.now() + 1000 * (optionalNumber(input, 'WaitTimeSeconds', 0, 20) ?? 0);
  let found = queue.receive(most, visibility);
  while (found.length === 0 && performance.now() < until && !clock.isAdvancing) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    found = queue.receive(most, visibility);
  }
  return found.length === 0 ? {} : { Messages: found.map(toMessage) };
}

function toMessage(message: Message) {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: message.md5,
    Body: message.body,
    Attributes: systemAttributes(message),
    ...(Object.keys(message.attributes).length > 0 && { MessageAttributes: message.attributes }),
  };
}

function remove(queue: Queue, input: JsonObject) {
  queue.remove(requiredText(input, 'ReceiptHandle'));
  return {};
}

function hide(queue: Queue, input: JsonObject) {
  const seconds = optionalNumber(input, 'VisibilityTimeout', 0, hours12) ?? 0;
  if (!queue.hide(requiredText(input, 'ReceiptHandle'), seconds)) {
    throw new AwsError('MessageNotInflight', 'The message is not in flight.');
  }
  if (seconds === 0) queue.onArrival();
  return {};
}

function attributesOf(queue: Queue, input: JsonObject): Readonly<Record<string, string>> {
  const { visible, inFlight, delayed } = queue.counts();
  const all: Record<string, string> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(queue.visibilitySeconds),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    DelaySeconds: String(queue.delaySeconds),
    ...(queue.deadLetterArn !== undefined && {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queue.deadLetterArn, maxReceiveCount: queue.maxReceives }),
    }),
  };
  const asked = textsAt(input, 'AttributeNames');
  const unknown = asked.find((name) => name !== 'All' && !(name in all) && name !== 'RedrivePolicy');
  if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  if (asked.includes('All')) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => asked.includes(name)));
}

function entriesOf(input: JsonObject): readonly JsonObject[] {
  const entries = listAt(input, 'Entries').filter(isObject);
  if (entries.length === 0) throw new AwsError('EmptyBatchRequest', 'The batch holds no entry.');
  if (entries.length > 10) throw new AwsError('TooManyEntriesInBatchRequest', 'A batch holds at most 10 entries.');
  if (new Set(entries.map((entry) => entry['Id'])).size !== entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two entries of the batch have the same id.');
  }
  return entries;
}

/** A batch succeeds with failures inside. */
function inBatch(entries: readonly JsonObject[], run: (entry: JsonObject) => JsonObject) {
  const Successful: JsonObject[] = [];
  const Failed: JsonObject[] = [];
  for (const entry of entries) {
    const Id = entry['Id'];
    try {
      Successful.push({ Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, SenderFault: true, Code: error.name, Message: error.message });
    }
  }
  return { Successful, Failed };
}

function queueOf(input: JsonObject, { byName }: Context): Queue {
  const queue = byName(nameOf(input));
  if (!queue) throw missing();
  return queue;
}

function nameOf(input: JsonObject): string {
  return requiredText(input, 'QueueUrl').split('/').at(-1) ?? '';
}

function missing(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** The digest of message attributes as SQS computes it: names in order, each part with its length before it. */
function attributesDigest(attributes: JsonObject): { readonly MD5OfMessageAttributes?: string } {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return {};
  const digest = createHash('md5');
  const part = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    digest.update(length).update(bytes);
  };
  for (const name of names) {
    const value = objectAt(attributes, name);
    const type = String(value['DataType']);
    part(Buffer.from(name));
    part(Buffer.from(type));
    digest.update(Buffer.from([type.startsWith('Binary') ? 2 : 1]));
    part(
      type.startsWith('Binary')
        ? Buffer.from(String(value['BinaryValue']), 'base64')
        : Buffer.from(String(value['StringValue'])),
    );
  }
  return { MD5OfMessageAttributes: digest.digest('hex') };
}
