import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, type IEventSourceDlq, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { expiringBucket } from './bucket.ts';
import type { BundledFunction } from './function.ts';
import type { Items } from './items.ts';

export interface FollowProps {
  readonly items: Items;
  /** Patterns of a record; one of them must match. What none matches costs nothing. */
  readonly filters: readonly object[];
  /** So long changes may gather: fewer runs where nobody waits. */
  readonly windowSeconds?: number;
  /** Until a record is a day old and gone, unless stated. */
  readonly retryAttempts?: number;
}

/** Feeds the changes of the table to a function, in order. AWS allows two readers of a stream, and there are two. */
export function followTable(scope: Construct, handler: BundledFunction, props: FollowProps): void {
  const { items, filters, retryAttempts, windowSeconds } = props;
  items.grantStream(handler.role);
  handler.fn.addEventSourceMapping('stream', {
    eventSourceArn: items.table.tableStreamArn ?? '',
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    ...(windowSeconds === undefined ? {} : { maxBatchingWindow: Duration.seconds(windowSeconds) }),
    ...(retryAttempts === undefined ? {} : { retryAttempts }),
    // A queue would get a pointer into a stream that is gone a day later; a bucket gets the records.
    onFailure: recordsTo(expiringBucket(scope, 'failed-batches', 30)),
    filters: filters.map((pattern) => FilterCriteria.filter({ dynamodb: pattern })),
  });
}

/** How old what the function reads is. */
export function delayOf({ fn }: BundledFunction): Metric {
  return fn.metric('IteratorAge', { statistic: 'max', period: Duration.minutes(5) });
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
