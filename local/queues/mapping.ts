import type { Resource } from '../assembly.ts';
import type { Cancel, Clock } from '../clock.ts';
import { matches } from '../events/pattern.ts';
import { isObject, listAt, numberAt, objectAt, objectsAt, parseObject, textAt, toList } from '../json.ts';
import { arnOf, region } from '../names.ts';
import type { Busy, Invoke, Rest } from '../service.ts';
import type { Message } from './messages.ts';
import type { Queue } from './queue.ts';
import { batchingWindow } from './window.ts';

export interface Mapping extends Busy {
  /** Stops taking messages; what runs is not interrupted. */
  readonly stop: () => void;
}

interface MappingOptions {
  readonly queue: Queue;
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly rest: Rest;
  readonly log: (line: string) => void;
}

/** Lambda begins with five concurrent batches per queue where the template sets no maximum. */
const defaultConcurrency = 5;

/**
 * Hands a queue's messages to its function in batches, as an event source mapping does. A failed message is seen again
 * after its visibility timeout, by a timer on the clock.
 */
export function createMapping(resource: Resource, { queue, clock, invoke, rest, log }: MappingOptions): Mapping {
  const settings = settingsOf(resource);
  let running = 0;
  let isPlanned = false;
  let isStopped = resource.properties['Enabled'] === false;
  let wake: Cancel | undefined;

  const plan = (): void => {
    if (isPlanned || isStopped) return;
    isPlanned = true;
    // The next turn, so that what arrives together travels together.
    setImmediate(() => {
      isPlanned = false;
      pump();
    });
  };
  const window = batchingWindow(settings.windowMs, settings.batchSize, rest, plan);
  const pump = (): void => {
    while (!isStopped && running < settings.concurrency && window.isOver(queue.counts().visible)) {
      const batch = queue.receive(settings.batchSize).filter((message) => wanted(message));
      if (batch.length === 0) break;
      running++;
      void deliver(batch).finally(() => {
        running--;
        plan();
      });
    }
    wake?.();
    const next = queue.nextVisibleAt();
    wake = next === undefined || isStopped ? undefined : clock.at(next, plan);
  };
  /** What no filter matches is dropped, as Lambda does. */
  const wanted = (message: Message): boolean => {
    if (settings.filters.length === 0) return true;
    const seen = { body: parsed(message.body) };
    if (settings.filters.some((filter) => matches(filter, seen))) return true;
    if (message.receipt !== undefined) queue.remove(message.receipt);
    return false;
  };
  const deliver = async (batch: readonly Message[]): Promise<void> => {
    const failed = await failures(batch);
    for (const { id, receipt } of batch) if (!failed.has(id) && receipt !== undefined) queue.remove(receipt);
  };
  /** Ids that are to come again. */
  const failures = async (batch: readonly Message[]): Promise<ReadonlySet<string>> => {
    const all = new Set(batch.map(({ id }) => id));
    try {
      const answer = await invoke(settings.functionArn, {
        Records: batch.map((message) => toRecord(message, queue.arn)),
      });
      return settings.reportsFailures ? reported(answer, all) : new Set();
    } catch (error) {
      log(
        `${queue.name}: a batch of ${batch.length} failed: ${error instanceof Error ? error.message : String(error)}`,
      );
      return all;
    }
  };

  queue.onArrival = plan;
  plan();
  return {
    isBusy: () => running > 0 || isPlanned,
    stop: () => {
      isStopped = true;
      window.stop();
      wake?.();
    },
  };
}

/** Nothing reported is success; a report that names a message not in the batch, or none, fails the whole batch. */
function reported(answer: unknown, all: ReadonlySet<string>): ReadonlySet<string> {
  if (!isObject(answer) || answer['batchItemFailures'] === undefined || answer['batchItemFailures'] === null) {
    return new Set();
  }
  const ids = toList(answer['batchItemFailures']).map((each) => (isObject(each) ? each['itemIdentifier'] : undefined));
  const known = ids.filter((id): id is string => typeof id === 'string' && all.has(id));
  return known.length === ids.length ? new Set(known) : all;
}

function toRecord(message: Message, arn: string) {
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, value]) => [name, isObject(value) ? lowerFirst(value) : value]),
    ),
    md5OfBody: message.md5,
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: region,
  };
}

export function systemAttributes(message: Message): Readonly<Record<string, string>> {
  return {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sentAt),
    SenderId: 'laptop',
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(message.sourceArn !== undefined && { DeadLetterQueueSourceArn: message.sourceArn }),
  };
}

/** Lambda writes `stringValue` where the API writes `StringValue`. */
function lowerFirst(value: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name.charAt(0).toLowerCase() + name.slice(1), each]),
  );
}

function settingsOf({ properties }: Resource) {
  const filters = objectsAt(objectAt(properties, 'FilterCriteria'), 'Filters');
  return {
    functionArn: functionArn(textAt(properties, 'FunctionName')),
    batchSize: numberAt(properties, 'BatchSize', 10),
    concurrency: numberAt(objectAt(properties, 'ScalingConfig'), 'MaximumConcurrency', defaultConcurrency),
    windowMs: numberAt(properties, 'MaximumBatchingWindowInSeconds', 0) * 1000,
    reportsFailures: listAt(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
    filters: filters.map((filter) => parseObject(textAt(filter, 'Pattern'))),
  };
}

/** A mapping may name its function by name or by ARN. */
function functionArn(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('lambda', `function:${nameOrArn}`);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
