import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule, type RuleProps } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { sourceOf } from '#events/define.ts';
import type { Subscription as Declared } from './declaration.ts';
import type { BundledFunction } from './function.ts';

export interface SubscriptionProps {
  readonly declared: Declared;
  readonly bus: EventBus;
  readonly handler: BundledFunction;
  /** The context's one; each message names its source. */
  readonly deadLetters: Queue;
}

/** After so many failed deliveries a message is set aside. What can never succeed the function sets aside at once. */
const deliveriesMax = 5;

/** Bus → rule → queue → function: the queue holds what the function cannot take yet and hands out again what failed. */
export class Subscription extends Construct {
  constructor(scope: Construct, id: string, { declared, bus, handler, deadLetters }: SubscriptionProps) {
    super(scope, id);
    const queue = new Queue(this, 'queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // AWS asks for six times the function's timeout, so that no message is handed out twice while it is worked on.
      visibilityTimeout: Duration.seconds(handler.timeoutSeconds * 6),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: deliveriesMax },
    });
    new Rule(this, 'rule', {
      ...sourceOfRule(declared, bus),
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    });
    handler.fn.addEventSource(
      new SqsEventSource(queue, { batchSize: declared.batchSize ?? 10, reportBatchItemFailures: true }),
    );
    handler.allow(
      { DEAD_LETTER_URL: deadLetters.queueUrl },
      { actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] },
    );
  }
}

/** SES tells the account's default bus, which is a rule's unless named; everything of ours is on our own. */
function sourceOfRule({ name, events, sesEvents = [] }: Declared, bus: EventBus): RuleProps {
  if (sesEvents.length > 0) return { eventPattern: { source: ['aws.ses'], detailType: [...sesEvents] } };
  if (events.length === 0) throw new Error(`${name} subscribes to nothing.`);
  return {
    eventBus: bus,
    eventPattern: {
      source: [...new Set(events.map(({ context }) => sourceOf(context)))],
      detailType: [...new Set(events.map(({ type }) => type))],
    },
  };
}
