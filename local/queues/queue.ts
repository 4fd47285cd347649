import { createHash, randomUUID } from 'node:crypto';
import type { Resource } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { isObject, type JsonObject, numberAt, objectAt, parseObject, textAt } from '../json.ts';
import { type Counts, type Message, Messages } from './messages.ts';

interface SendOptions {
  readonly delaySeconds?: number | undefined;
  readonly attributes?: JsonObject;
}

/** One standard queue of the template. What waits for an instant waits by the clock. */
export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly deadLetterArn: string | undefined;
  readonly maxReceives: number | undefined;
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  readonly delaySeconds: number;
  readonly send: (body: string, options?: SendOptions) => Message;
  /** Puts a message here that was received too often elsewhere; it keeps its id and age. */
  readonly bury: (message: Message, sourceArn: string) => void;
  /** Visible messages, oldest first; those received too often go to the dead-letter queue instead. */
  readonly receive: (most: number, visibilitySeconds?: number) => readonly Message[];
  /** Whether the handle was of a message that is in flight. */
  readonly remove: (receipt: string) => boolean;
  readonly hide: (receipt: string, seconds: number) => boolean;
  readonly counts: () => Counts;
  readonly peek: () => readonly Message[];
  /** The next instant at which a message becomes visible by itself. */
  readonly nextVisibleAt: () => number | undefined;
  readonly clear: () => void;
  readonly restore: (messages: readonly Message[]) => void;
  /** Told of each message that arrives. */
  onArrival: () => void;
}

const day = 24 * 60 * 60;

export function createQueue(resource: Resource, clock: Clock, find: (arn: string) => Queue | undefined): Queue {
  const settings = settingsOf(resource);
  const messages = new Messages(() => clock.now(), settings.retentionSeconds * 1000);
  const add = (message: Message): void => {
    messages.add(message);
    queue.onArrival();
  };
  /** True when the message was received as often as the redrive policy allows and has moved on. */
  const moved = (message: Message): boolean => {
    const target = settings.deadLetterArn === undefined ? undefined : find(settings.deadLetterArn);
    if (!target || message.receives < (settings.maxReceives ?? Number.POSITIVE_INFINITY)) return false;
    messages.remove(message);
    target.bury(message, settings.arn);
    return true;
  };

  const queue: Queue = {
    ...settings,
    onArrival: () => undefined,
    send: (body, { delaySeconds = settings.delaySeconds, attributes = {} } = {}) => {
      const sentAt = clock.now();
      const id = randomUUID();
      const message = {
        id,
        body,
        md5: md5(body),
        attributes,
        sentAt,
        visibleAt: sentAt + delaySeconds * 1000,
        receives: 0,
      };
      add(message);
      return message;
    },
    bury: ({ receipt: _, ...message }, sourceArn) => {
      add({ ...message, sourceArn, receives: 0, visibleAt: clock.now() });
    },
    receive: (most, visibilitySeconds = settings.visibilitySeconds) => {
      const received: Message[] = [];
      for (const message of messages.visible()) {
        if (received.length === most) break;
        if (!moved(message)) received.push(message);
      }
      for (const message of received) {
        message.receives++;
        message.firstReceivedAt ??= clock.now();
        messages.hide(message, clock.now() + visibilitySeconds * 1000, randomUUID());
      }
      return received;
    },
    remove: (receipt) => {
      const message = messages.ofReceipt(receipt);
      if (message) messages.remove(message);
      return message !== undefined;
    },
    hide: (receipt, seconds) => {
      const message = messages.ofReceipt(receipt);
      if (message) messages.hide(message, clock.now() + seconds * 1000);
      return message !== undefined;
    },
    counts: () => messages.counts(),
    peek: () => messages.all(),
    nextVisibleAt: () => messages.nextVisibleAt(),
    clear: () => messages.clear(),
    restore: (saved) => {
      for (const message of saved) messages.add(message);
    },
  };
  return queue;
}

function settingsOf({ name, arn, properties }: Resource) {
  if (properties['FifoQueue'] === true) throw new Error(`${name} is a FIFO queue, which a laptop does not run`);
  const policy = properties['RedrivePolicy'];
  const redrive = typeof policy === 'string' ? parseObject(policy) : objectAt(properties, 'RedrivePolicy');
  const hasRedrive = isObject(redrive) && redrive['deadLetterTargetArn'] !== undefined;
  return {
    name,
    arn,
    visibilitySeconds: numberAt(properties, 'VisibilityTimeout', 30),
    delaySeconds: numberAt(properties, 'DelaySeconds', 0),
    retentionSeconds: numberAt(properties, 'MessageRetentionPeriod', 4 * day),
    deadLetterArn: hasRedrive ? textAt(redrive, 'deadLetterTargetArn') : undefined,
    maxReceives: hasRedrive ? numberAt(redrive, 'maxReceiveCount', 10) : undefined,
  };
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
