import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { announceObjects } from './bucket.ts';

/**
 * Papers, photos and recordings, which exist nowhere else: under the key of the items and, as the table, restorable for
 * 35 days. Each new one is told of on the default bus.
 */
export class Attachments extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, encryptionKey: IKey) {
    super(scope, id);
    this.bucket = new Bucket(this, 'bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      // Browsers send and fetch by presigned link, from whatever address the client has.
      cors: [{ allowedMethods: [HttpMethods.PUT, HttpMethods.GET], allowedOrigins: ['*'], allowedHeaders: ['*'] }],
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(35), expiredObjectDeleteMarker: true },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    announceObjects(this.bucket);
  }
}
