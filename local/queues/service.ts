import type { Assembly } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { maybeTextAt, objectAt, textAt } from '../json.ts';
import { jsonService } from '../json-service.ts';
import { queueUrl } from '../names.ts';
import type { Busy, Invoke, Rest, Service } from '../service.ts';
import { createMapping } from './mapping.ts';
import type { Message } from './messages.ts';
import { operationsOf } from './operations.ts';
import { createQueue, type Queue } from './queue.ts';

interface QueueView {
  readonly name: string;
  readonly url: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Whether another queue's messages come here to die. */
  readonly isDeadLetter: boolean;
  readonly dlq?: string;
}

/** SQS: the queues of the template, their API, and the functions that are fed by them. */
export interface Queues extends Busy {
  readonly service: Service;
  /** Sends as a service of AWS does (a rule's target, a dead-letter queue): the queue's policy is not asked. */
  readonly deliver: (arn: string, body: string, attributes?: Readonly<Record<string, string>>) => void;
  readonly view: () => readonly QueueView[];
  readonly messages: (name: string) => readonly Message[] | undefined;
  /** Moves the dead letters of a queue back to where they came from and says how many. */
  readonly redrive: (name: string) => number | undefined;
  readonly clear: () => void;
  readonly snapshot: () => unknown;
  readonly restore: (saved: unknown) => void;
  readonly stop: () => void;
}

export function createQueues(options: {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly rest: Rest;
  readonly log: (line: string) => void;
}): Queues {
  const { assembly, clock } = options;
  const queues = new Map<string, Queue>();
  const find = (arn: string) => queues.get(arn);
  for (const each of assembly.ofType('AWS::SQS::Queue')) queues.set(each.arn, createQueue(each, clock, find));
  const all = [...queues.values()];
  const byName = (name: string) => all.find((queue) => queue.name === name);
  const mappings = assembly.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const queue = find(textAt(resource.properties, 'EventSourceArn'));
    return queue ? [createMapping(resource, { ...options, queue })] : [];
  });
  return {
    service: jsonService(operationsOf({ byName, clock }), '1.0'),
    deliver: (arn, body, attributes = {}) => {
      const queue = find(arn);
      if (!queue) throw new Error(`there is no queue ${arn}`);
      const entries = Object.entries(attributes);
      queue.send(body, {
        attributes: Object.fromEntries(
          entries.map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
      });
    },
    view: () => all.map((queue) => viewOf(queue, all)),
    messages: (name) => byName(name)?.peek(),
    redrive: (name) => {
      const queue = byName(name);
      return queue ? redrive(queue, all) : undefined;
    },
    clear: () => {
      for (const queue of all) queue.clear();
    },
    snapshot: () => Object.fromEntries(all.map((queue) => [queue.name, queue.peek()])),
    restore: (saved) => {
      for (const [name, messages] of Object.entries(saved as Record<string, Message[]>))
        byName(name)?.restore(messages);
      for (const queue of all) queue.onArrival();
    },
    isBusy: () => mappings.some((mapping) => mapping.isBusy()),
    stop: () => {
      for (const mapping of mappings) mapping.stop();
    },
  };
}

function viewOf(queue: Queue, all: readonly Queue[]): QueueView {
  const target = all.find(({ arn }) => arn === queue.deadLetterArn);
  const isDeadLetter = all.some(({ deadLetterArn }) => deadLetterArn === queue.arn);
  return {
    name: queue.name,
    url: queueUrl(queue.name),
    ...queue.counts(),
    isDeadLetter,
    ...(target && { dlq: target.name }),
  };
}

/** A letter goes back to the queue in which it died, or which it names; one that does neither stays. */
function redrive(queue: Queue, all: readonly Queue[]): number {
  const letters = queue.receive(Number.MAX_SAFE_INTEGER);
  let moved = 0;
  for (const { body, receipt = '', attributes, sourceArn } of letters) {
    const named = maybeTextAt(objectAt(attributes, 'queue'), 'StringValue');
    const source = all.find(({ arn }) => arn === (sourceArn ?? named));
    if (source) {
      // What whoever set it aside wrote about it is no part of the message.
      source.send(body, named === undefined ? { attributes } : {});
      queue.remove(receipt);
      moved++;
    } else queue.hide(receipt, 0);
  }
  return moved;
}
