import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { FilterPattern, type ILogGroup, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { announceObjects, expiringBucket } from './bucket.ts';

/** Our own record of each invocation, and Lambda's, which alone knows the milliseconds billed. */
const records = FilterPattern.literal('{ ($.kind = "cost") || ($.type = "platform.report") }');
/** Of the costs' own group only what serves requests: its computation must not cause itself (functions/http/meter.ts). */
const requestRecords = FilterPattern.literal('{ $.kind = "cost" }');

/** Log lines that say what an invocation cost → Firehose, which unpacks them → S3, where the hourly job reads them. */
export class CostRecords extends Construct {
  readonly bucket: Bucket;
  private readonly stream: CfnDeliveryStream;
  private readonly sender: Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = expiringBucket(this, 'bucket', 400);
    announceObjects(this.bucket);
    this.stream = this.deliveryStream();
    this.sender = new Role(this, 'sender', { assumedBy: logsOfThisAccount(this) });
    this.sender.addToPolicy(
      new PolicyStatement({
        actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
        resources: [this.stream.attrArn],
      }),
    );
  }

  /** Sends the group's records on. CloudWatch tries the role when it makes the filter, so its policy must be there first. */
  collect(logGroup: ILogGroup, of: 'everything' | 'requests' = 'everything'): void {
    const filter = new SubscriptionFilter(logGroup, 'cost-records', {
      logGroup,
      filterPattern: of === 'everything' ? records : requestRecords,
      destination: { bind: () => ({ arn: this.stream.attrArn, role: this.sender }) },
    });
    filter.node.addDependency(this.sender);
  }

  private deliveryStream(): CfnDeliveryStream {
    // Firehose's guide names no condition that it is sure to fulfil; who makes the stream must be allowed to pass the role.
    const role = new Role(this, 'writer', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: [
          's3:AbortMultipartUpload',
          's3:GetBucketLocation',
          's3:ListBucket',
          's3:ListBucketMultipartUploads',
          's3:PutObject',
        ],
        resources: [this.bucket.bucketArn, this.bucket.arnForObjects('*')],
      }),
    );
    const stream = new CfnDeliveryStream(this, 'stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: this.bucket.bucketArn,
        roleArn: role.roleArn,
        bufferingHints: { intervalInSeconds: 300, sizeInMBs: 5 },
        compressionFormat: 'GZIP',
        prefix: 'records/!{timestamp:yyyy/MM/dd/HH}/',
        errorOutputPrefix: 'failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/',
        processingConfiguration: {
          enabled: true,
          processors: [
            { type: 'Decompression', parameters: [{ parameterName: 'CompressionFormat', parameterValue: 'GZIP' }] },
            {
              type: 'CloudWatchLogProcessing',
              parameters: [{ parameterName: 'DataMessageExtraction', parameterValue: 'true' }],
            },
            // One record holds many log lines, and the next must not begin on the last one's line.
            { type: 'AppendDelimiterToRecord' },
          ],
        },
      },
    });
    stream.node.addDependency(role);
    return stream;
  }
}

/** CloudWatch, and only for logs of this account: the condition that its guide gives for subscriptions. */
function logsOfThisAccount(scope: Construct): ServicePrincipal {
  const groups = Stack.of(scope).formatArn({ service: 'logs', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
  return new ServicePrincipal('logs.amazonaws.com', { conditions: { StringLike: { 'aws:SourceArn': groups } } });
}
