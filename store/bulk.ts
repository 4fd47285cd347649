import { BatchWriteCommand, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { meter } from './capacity.ts';
import { type DynamoTable, documentClient, randomWriteId } from './dynamo.ts';
import { attemptsMax, backOff, realPatience } from './patience.ts';
import { toAttributes } from './requests.ts';
import { assertWritable } from './rules.ts';
import type { Write } from './table.ts';

export type Put = Extract<Write, { readonly op: 'put' }>;

/**
 * Puts rows whatever stands there, each by itself, 25 to a request, for the price of single ones. Only for rows that say
 * the same however often they are written: where it fails some are written, and whoever asked asks again.
 */
export type PutAll = (puts: readonly Put[]) => Promise<void>;

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>[string];

const putsMax = 25;

export function bulkPuts(given: DynamoTable): PutAll {
  const adapter = { client: documentClient(), patience: realPatience, newWriteId: randomWriteId, ...given };
  return async (puts) => {
    for (let at = 0; at < puts.length; at += putsMax) {
      const some = puts.slice(at, at + putsMax);
      assertWritable(some);
      const writeId = adapter.newWriteId();
      await putBatch(
        adapter,
        some.map((put) => ({ PutRequest: { Item: toAttributes(put, writeId) } })),
      );
    }
  };
}

/** A batch succeeds with rows left out when the table is throttled: those are sent again. */
async function putBatch(
  { client, tableName, capacity, patience }: Required<DynamoTable>,
  requests: Requests,
): Promise<void> {
  let left = requests;
  for (let tried = 0; left.length > 0; tried += 1) {
    if (tried >= attemptsMax) throw new Error(`${left.length} rows stayed unwritten`);
    if (tried > 0) await backOff(tried - 1, patience);
    const { UnprocessedItems, ConsumedCapacity } = await client.send(
      new BatchWriteCommand({ RequestItems: { [tableName]: left }, ReturnConsumedCapacity: 'INDEXES' }),
    );
    meter(capacity, 'write', 'BatchWriteItem', ConsumedCapacity ?? []);
    left = UnprocessedItems?.[tableName] ?? [];
  }
}
