import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, type IEventSourceDlq, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { expiringBucket } from './bucket.ts';
import { deadLetterQueue } from './dead-letters.ts';
import { relay } from './entries.ts';
import { BundledFunction } from './function.ts';
import type { Items } from './items.ts';
import type { Setting } from './platform.ts';

export interface RelayProps extends Setting {
  readonly items: Items;
  readonly bus: EventBus;
  readonly logGroup: ILogGroup;
}

/** The table's stream → the bus: the only publisher. */
export class Relay extends Construct {
  readonly handler: BundledFunction;
  /** Entries that the bus refused for good, whole and with the reason. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { stage, codeOf, items, bus, logGroup }: RelayProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, 'dead-letters');
    this.handler = new BundledFunction(this, 'function', {
      entry: relay,
      codeOf,
      stage: stage.name,
      service: 'relay',
      logGroup,
      timeoutSeconds: 60,
    });
    this.handler.allow({ BUS_NAME: bus.eventBusName }, { actions: ['events:PutEvents'], resources: [bus.eventBusArn] });
    this.handler.allow(
      { DEAD_LETTER_URL: this.deadLetters.queueUrl },
      { actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] },
    );
    this.follow(items);
  }

  private follow(items: Items): void {
    items.grantStream(this.handler.role);
    this.handler.fn.addEventSourceMapping('stream', {
      eventSourceArn: items.table.tableStreamArn ?? '',
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      // A queue would get a pointer into a stream that is gone a day later; a bucket gets the records.
      onFailure: recordsTo(expiringBucket(this, 'failed-batches', 30)),
      filters: [FilterCriteria.filter({ dynamodb: { NewImage: { news: { N: FilterRule.isEqual('1') } } } })],
    });
  }
}

/** As the library's S3OnFailureDestination, without the wildcard actions of its grant. */
function recordsTo(bucket: Bucket): IEventSourceDlq {
  return {
    bind: (_mapping, target) => {
      target.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
      target.addToRolePolicy(
        new PolicyStatement({ actions: ['s3:PutObject'], resources: [bucket.arnForObjects('*')] }),
      );
      return { destination: bucket.bucketArn };
    },
  };
}
