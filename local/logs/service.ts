import { randomUUID } from 'node:crypto';
import type { Assembly, Resource } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { maybeTextAt, objectAt, textAt } from '../json.ts';
import { account } from '../names.ts';
import { type Filter, toFilter } from './filter.ts';
import { createDeliveryStream, type DeliveryStream, type LogRecord, type PutObject } from './firehose.ts';

/** What functions log, and where the subscription filters of the template send it. */
export interface Logs {
  /** One line that a function wrote. */
  readonly write: (functionName: string, line: string) => void;
  /** Writes what is gathered, as at the end of a buffer. */
  readonly flush: () => void;
  readonly clear: () => void;
}

interface Subscription {
  readonly group: string;
  readonly name: string;
  readonly accepts: Filter;
  readonly stream: DeliveryStream;
}

export function createLogs(options: {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly putObject: PutObject;
}): Logs {
  const { assembly, clock, putObject } = options;
  const streams = new Map<string, DeliveryStream>();
  for (const each of assembly.ofType('AWS::KinesisFirehose::DeliveryStream')) {
    streams.set(each.arn, createDeliveryStream(each, clock, putObject));
  }
  const subscriptions = assembly.ofType('AWS::Logs::SubscriptionFilter').map((each) => toSubscription(each, streams));
  const ofFunction = new Map(
    assembly.ofType('AWS::Lambda::Function').map((each) => {
      const group = groupOf(each);
      return [each.name, subscriptions.filter((subscription) => subscription.group === group)] as const;
    }),
  );
  return {
    write: (functionName, line) => {
      for (const { group, name, stream, accepts } of ofFunction.get(functionName) ?? []) {
        if (accepts(line)) stream.put(toRecord(group, functionName, name, line, clock.now()));
      }
    },
    flush: () => {
      for (const stream of streams.values()) stream.flush();
    },
    clear: () => {
      for (const stream of streams.values()) stream.clear();
    },
  };
}

function toSubscription({ name, properties }: Resource, streams: ReadonlyMap<string, DeliveryStream>): Subscription {
  const stream = streams.get(textAt(properties, 'DestinationArn'));
  if (!stream) throw new Error(`the subscription filter ${name} goes where a laptop does not: only Firehose is run`);
  return {
    group: textAt(properties, 'LogGroupName'),
    name: maybeTextAt(properties, 'FilterName') ?? name,
    accepts: toFilter(maybeTextAt(properties, 'FilterPattern') ?? ''),
    stream,
  };
}

function groupOf({ name, properties }: Resource): string {
  return maybeTextAt(objectAt(properties, 'LoggingConfig'), 'LogGroup') ?? `/aws/lambda/${name}`;
}

function toRecord(logGroup: string, logStream: string, filter: string, message: string, timestamp: number): LogRecord {
  const logEvents = [{ id: randomUUID(), timestamp, message }];
  return { owner: account, logGroup, logStream, subscriptionFilters: [filter], logEvents };
}
