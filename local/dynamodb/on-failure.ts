import { randomUUID } from 'node:crypto';
import type { Assembly } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { maybeTextAt, objectAt, textAt } from '../json.ts';
import { queueUrl } from '../names.ts';
import type { AwsReply, AwsRequest } from '../service.ts';
import { jsonRequest, parseReply } from '../wire.ts';
import type { Batch } from './deliver.ts';

export interface OnFailureOptions {
  readonly assembly: Assembly;
  readonly clock: Clock;
  /** The endpoint of all services, so that the function's role must be allowed to write there. */
  readonly call: (request: AwsRequest) => Promise<AwsReply>;
  readonly log: (line: string) => void;
}

/** Sends what could not be delivered to the mapping's destination: a queue gets a pointer, a bucket the records too. */
export function onFailure({ assembly, clock, call, log }: OnFailureOptions): (batch: Batch) => Promise<void> {
  return async (batch) => {
    const { properties } = batch.mapping;
    const functionArn = textAt(properties, 'FunctionName');
    log(`${functionArn.split(':').at(-1)}: ${batch.records.length} records given up`);
    const destination = maybeTextAt(objectAt(objectAt(properties, 'DestinationConfig'), 'OnFailure'), 'Destination');
    if (destination === undefined) return;
    const resource = assembly.byArn(functionArn) ?? assembly.byName('AWS::Lambda::Function', functionArn);
    const role = textAt(resource?.properties, 'Role').split('/').at(-1) ?? '';
    const record = recordOf(batch, functionArn, clock.now());
    const request = destination.includes(':s3:')
      ? putRequest(role, destination, record, batch, clock.now())
      : jsonRequest(role, 'sqs', 'AmazonSQS.SendMessage', {
          QueueUrl: queueUrl(destination.split(':').at(-1) ?? ''),
          MessageBody: JSON.stringify(record),
        });
    try {
      const reply = await call(request);
      if (reply.status >= 300) parseReply(reply);
    } catch (error) {
      log(`${destination} did not take them: ${String(error)}`);
    }
  };
}

function putRequest(role: string, bucketArn: string, record: object, batch: Batch, now: number): AwsRequest {
  const [date = '', time = ''] = new Date(now).toISOString().split(/[T.]/);
  const file = `${date}T${time.replaceAll(':', '.')}-${randomUUID()}`;
  const key = ['aws/lambda', batch.mapping.name, batch.shardId, date.replaceAll('-', '/'), file].join('/');
  return {
    ...jsonRequest(role, 's3', '', { ...record, payload: JSON.stringify({ Records: batch.records }) }),
    method: 'PUT',
    path: `/${bucketArn.split(':').at(-1)}/${key}`,
    headers: { 'content-type': 'application/json' },
  };
}

function recordOf({ records, shardId, streamArn, arrivedAt }: Batch, functionArn: string, now: number) {
  const sequence = (at: number) => objectAt(records.at(at), 'dynamodb')['SequenceNumber'];
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: { requestId: randomUUID(), functionArn, condition: 'RetryAttemptsExhausted' },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: sequence(0),
      endSequenceNumber: sequence(-1),
      approximateArrivalOfFirstRecord: new Date(arrivedAt).toISOString(),
      batchSize: records.length,
      streamArn,
    },
  };
}
