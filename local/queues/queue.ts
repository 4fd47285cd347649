import { createHash, randomUUID } from 'node:crypto';
import type { Resource } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { isObject, type JsonObject, numberAt, objectAt, parseObject, textAt } from '../json.ts';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  /** MessageAttributes as the sender gave them. */
  readonly attributes: JsonObject;
  readonly sentAt: number;
  visibleAt: number;
  receives: number;
  firstReceivedAt?: number;
  /** Handle of the latest receipt; older ones no longer delete. */
  receipt?: string;
  /** The queue it died in. */
  sourceArn?: string;
}

interface SendOptions {
  readonly delaySeconds?: number | undefined;
  readonly attributes?: JsonObject;
}

interface Counts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
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
  const messages = new Map<string, Message>();
  const byReceipt = (receipt: string) => [...messages.values()].find((each) => each.receipt === receipt);
  const current = (): Message[] => {
    const oldest = clock.now() - settings.retentionSeconds * 1000;
    for (const [id, message] of messages) if (message.sentAt < oldest) messages.delete(id);
    return [...messages.values()];
  };
  const add = (message: Message): void => {
    messages.set(message.id, message);
    queue.onArrival();
  };
  /** True when the message was received as often as the redrive policy allows and has moved on. */
  const moved = (message: Message): boolean => {
    const target = settings.deadLetterArn === undefined ? undefined : find(settings.deadLetterArn);
    if (!target || message.receives < (settings.maxReceives ?? Number.POSITIVE_INFINITY)) return false;
    messages.delete(message.id);
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
    bury: (message, sourceArn) => add({ ...message, sourceArn, receives: 0, visibleAt: clock.now() }),
    receive: (most, visibilitySeconds = settings.visibilitySeconds) => {
      const now = clock.now();
      const visible = current().filter((each) => each.visibleAt <= now && !moved(each));
      return visible.slice(0, most).map((each) => receive(each, now, visibilitySeconds));
    },
    remove: (receipt) => {
      const message = byReceipt(receipt);
      return message !== undefined && messages.delete(message.id);
    },
    hide: (receipt, seconds) => {
      const message = byReceipt(receipt);
      if (message) message.visibleAt = clock.now() + seconds * 1000;
      return message !== undefined;
    },
    counts: () => count(current(), clock.now()),
    peek: current,
    nextVisibleAt: () => {
      const later = current().flatMap(({ visibleAt }) => (visibleAt > clock.now() ? [visibleAt] : []));
      return later.length === 0 ? undefined : Math.min(...later);
    },
    clear: () => messages.clear(),
    restore: (saved) => {
      for (const message of saved) messages.set(message.id, message);
    },
  };
  return queue;
}

function receive(message: Message, now: number, visibilitySeconds: number): Message {
  message.receives++;
  message.firstReceivedAt ??= now;
  message.visibleAt = now + visibilitySeconds * 1000;
  message.receipt = randomUUID();
  return message;
}

function count(messages: readonly Message[], now: number): Counts {
  const hidden = messages.filter(({ visibleAt }) => visibleAt > now);
  const inFlight = hidden.filter(({ receives }) => receives > 0).length;
  return { visible: messages.length - hidden.length, inFlight, delayed: hidden.length - inFlight };
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
