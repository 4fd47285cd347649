import type { Resource } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { flagAt, isObject, type JsonObject, numberAt, objectAt, objectsAt, textAt, textsAt } from '../json.ts';
import type { Invoke } from '../service.ts';

export interface Batch {
  readonly mapping: Resource;
  readonly shardId: string;
  readonly streamArn: string;
  readonly records: readonly JsonObject[];
  /** Instant at which the batch was read. */
  readonly arrivedAt: number;
}

export interface Delivery {
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly onFailure: (batch: Batch) => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
  readonly log: (line: string) => void;
}

/** A stream keeps its records for a day; what could not be delivered until then is gone. */
const retentionMs = 86_400_000;

/** Tried again at once this often, then after ever longer pauses up to a minute. */
const promptRetries = 2;

/**
 * Delivers records in order. When the function fails, or names a record that failed, the records before it are done and
 * the rest is tried again: halved where the mapping says so (which isolates a poisoned record and costs no retry), else
 * as a whole until its retries are used up.
 */
export async function deliverBatch(batch: Batch, delivery: Delivery, retries = 0): Promise<void> {
  const { properties } = batch.mapping;
  const failed = await firstFailure(batch, delivery);
  if (failed === undefined) return;
  const rest = { ...batch, records: batch.records.slice(failed) };
  if (flagAt(properties, 'BisectBatchOnFunctionError') && rest.records.length > 1) {
    const middle = rest.records.length >> 1;
    await deliverBatch({ ...rest, records: rest.records.slice(0, middle) }, delivery);
    return deliverBatch({ ...rest, records: rest.records.slice(middle) }, delivery);
  }
  // A batch of which a part was done is a new batch.
  const tried = failed > 0 ? 0 : retries;
  if (isGivenUp(rest, tried, delivery.clock.now())) return delivery.onFailure(rest);
  if (tried >= promptRetries) await delivery.pause(Math.min(60_000, 1000 * 2 ** (tried - promptRetries)));
  return deliverBatch(rest, delivery, tried + 1);
}

function isGivenUp({ mapping, arrivedAt }: Batch, retries: number, now: number): boolean {
  const allowed = numberAt(mapping.properties, 'MaximumRetryAttempts', -1);
  const maximumAge = numberAt(mapping.properties, 'MaximumRecordAgeInSeconds', -1);
  const ageMs = now - arrivedAt;
  return (allowed >= 0 && retries >= allowed) || (maximumAge >= 0 && ageMs > maximumAge * 1000) || ageMs > retentionMs;
}

/** Position of the first record that is not done; undefined when all are. */
async function firstFailure({ mapping, records }: Batch, { invoke, log }: Delivery): Promise<number | undefined> {
  const { properties } = mapping;
  let answer: unknown;
  try {
    answer = await invoke(textAt(properties, 'FunctionName'), { Records: records });
  } catch (error) {
    log(`${textAt(properties, 'FunctionName')} failed on ${records.length} records: ${String(error)}`);
    return 0;
  }
  if (!textsAt(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures')) return undefined;
  const named = objectsAt(isObject(answer) ? answer : {}, 'batchItemFailures').map((each) => each['itemIdentifier']);
  if (named.length === 0) return undefined;
  const first = records.findIndex((record) => named.includes(objectAt(record, 'dynamodb')['SequenceNumber']));
  // An identifier that is none of the batch's means that nothing is known to be done.
  return Math.max(0, first);
}
