import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule, type RuleProps } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { sourceOf } from '#events/define.ts';
import type { Subscription as Declared } from './declaration.ts';
import type { BundledFunction } from './function.ts';

export interface SubscriptionProps {
  readonly declared: Declared;
  readonly bus: EventBus;
  readonly costBucket: Bucket;
  readonly attachmentsBucket: Bucket;
  readonly handler: BundledFunction;
  /** The context's one; each message names its source. */
  readonly deadLetters: Queue;
}

/** After so many failed deliveries a message is set aside. What can never succeed the function sets aside at once. */
const deliveriesMax = 5;

/** Bus → rule → queue → function: the queue holds what the function cannot take yet and hands out again what failed. */
export class Subscription extends Construct {
  constructor(scope: Construct, id: string, props: SubscriptionProps) {
    super(scope, id);
    const { declared, handler, deadLetters } = props;
    const queue = new Queue(this, 'queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(hiddenSeconds(declared, handler)),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: deliveriesMax },
    });
    const targets = [new SqsQueue(queue, { deadLetterQueue: deadLetters })];
    new Rule(this, 'rule', { ...sourceOfRule(props), targets });
    if (declared.sesEventsOf) {
      const { types, tag, value } = declared.sesEventsOf;
      const detail = { mail: { tags: { [tag]: [value] } } };
      new Rule(this, 'tagged', { eventPattern: { source: ['aws.ses'], detailType: [...types], detail }, targets });
    }
    const { batchSize = 10 } = declared;
    handler.fn.addEventSource(
      new SqsEventSource(queue, {
        batchSize,
        // Above ten AWS gathers for at least a second.
        ...(batchSize > 10 && { maxBatchingWindow: Duration.seconds(1) }),
        reportBatchItemFailures: true,
        ...(declared.maxConcurrency && { maxConcurrency: declared.maxConcurrency }),
      }),
    );
    handler.allow(
      { DEAD_LETTER_URL: deadLetters.queueUrl },
      { actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] },
    );
  }
}

/**
 * AWS asks for six times the function's timeout, because messages wait through throttling and share it in a batch. One
 * message at a time, and no more than the mapping may invoke, waits for nothing: when its worker died, the next begins
 * soon after he would have been stopped.
 */
function hiddenSeconds({ batchSize, maxConcurrency }: Declared, { timeoutSeconds }: BundledFunction): number {
  const isAlone = batchSize === 1 && maxConcurrency !== undefined;
  return isAlone ? timeoutSeconds + 15 : timeoutSeconds * 6;
}

/** AWS itself tells the account's default bus, which is a rule's unless named; everything of ours is on our own. */
function sourceOfRule({ declared, bus, costBucket, attachmentsBucket }: SubscriptionProps): RuleProps {
  const { name, events, sesEvents = [], costObjects, attachmentObjects } = declared;
  if (sesEvents.length > 0) return { eventPattern: { source: ['aws.ses'], detailType: [...sesEvents] } };
  if (costObjects) return newObjectsIn(costBucket);
  if (attachmentObjects) return newObjectsIn(attachmentsBucket);
  if (events.length === 0) throw new Error(`${name} subscribes to nothing.`);
  const sources = [...new Set(events.map(({ context }) => sourceOf(context)))];
  return {
    eventBus: bus,
    eventPattern: {
      // A request such as mail.requested comes from whichever context asks.
      ...(events.some(({ fromAny }) => fromAny) ? {} : { source: sources }),
      detailType: [...new Set(events.map(({ type }) => type))],
    },
  };
}

function newObjectsIn({ bucketName }: Bucket): RuleProps {
  const detail = { bucket: { name: [bucketName] } };
  return { eventPattern: { source: ['aws.s3'], detailType: ['Object Created'], detail } };
}
