import type { DynamoDBBatchResponse, DynamoDBStreamEvent, Context as LambdaContext } from 'aws-lambda';
import type { Parts } from '#functions/http/make-world.ts';
import { type Observer, resetMeter } from '#functions/http/meter.ts';
import type { PutAll } from '#store/bulk.ts';
import { appendAll, type Failed } from './append.ts';
import { changeOf } from './change.ts';
import { digestOf } from './digest.ts';

export interface Container {
  readonly parts: Pick<Parts, 'table' | 'secrets'>;
  readonly putAll: PutAll;
  readonly observer: Observer;
}

/** Writes down what changed, from the table's stream: no request pays for it, and no write escapes. */
export function recordChanges({ parts: { table, secrets }, putAll, observer }: Container) {
  return async (event: DynamoDBStreamEvent, { awsRequestId }: LambdaContext): Promise<DynamoDBBatchResponse> => {
    const startedMs = performance.now();
    resetMeter(observer.meter);
    const changes = event.Records.flatMap((record) => changeOf(record) ?? []);
    const failed =
      changes.length === 0 ? [] : await appendAll(changes, { table, putAll, digest: await digestOf(secrets) });
    for (const { change, error } of failed) observer.bug(error, { audit: change.kind, sequence: change.sequence });
    observer.record({
      route: 'record-changes',
      requestId: awsRequestId,
      status: failed.length === 0 ? 200 : 500,
      isApi: false,
      elapsedMs: performance.now() - startedMs,
    });
    return { batchItemFailures: first(failed).map(({ change }) => ({ itemIdentifier: change.sequence })) };
  };
}

/** The stream comes again from the earliest; what stands there already is recognised. */
function first(failed: readonly Failed[]): readonly Failed[] {
  return failed.toSorted((a, b) => (BigInt(a.change.sequence) < BigInt(b.change.sequence) ? -1 : 1)).slice(0, 1);
}
