import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from './stages.ts';

/** Logs may go with their stack: what must be kept is in the table, and the cost records are in S3. */
export function logGroupOf(scope: Construct, stage: Stage, id = 'logs'): LogGroup {
  return new LogGroup(scope, id, { retention: stage.logRetention, removalPolicy: RemovalPolicy.DESTROY });
}
