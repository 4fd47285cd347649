import type { DynamoDBRecord, Context as LambdaContext } from 'aws-lambda';
import { recordChanges } from '#functions/audit/record.ts';
import type { Parts } from '#functions/http/make-world.ts';
import type { PutAll } from '#store/bulk.ts';
import type { StreamedChange } from '#store/memory.ts';
import type { Item } from '#store/table.ts';
import { testObserver } from '#test/world.ts';

const stream = 'arn:aws:dynamodb:eu-central-1:0:table/t/stream/2026-01-01T00:00:00.000';

/** A change in memory as the stream's record of it. */
export function recordOf({ key, before, after }: StreamedChange, position: number): DynamoDBRecord {
  return {
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventSourceARN: stream,
    dynamodb: {
      ApproximateCreationDateTime: 1_795_309_200 + position,
      SequenceNumber: String(1000 + position),
      Keys: { pk: { S: key.pk }, sk: { S: key.sk } },
      ...(before === undefined ? {} : { OldImage: toWire(before) }),
      ...(after === undefined ? {} : { NewImage: toWire(after) }),
    },
  } as DynamoDBRecord;
}

type Wire = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;

function toWire(item: Item): Wire {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, wireValue(value)])) as Wire;
}

function wireValue(value: unknown): object {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return { L: value.map(wireValue) };
  return { M: toWire(value as Item) };
}

/** Rows one by one, over whatever stands there. */
function putAllOf({ table }: Pick<Parts, 'table'>): PutAll {
  return async (puts) => {
    for (const put of puts) await table.commit([put]);
  };
}

/** Runs the reader over records as Lambda would: again from where it says that it failed. */
export async function deliver(
  parts: Parts,
  records: readonly DynamoDBRecord[],
  putAll: PutAll = putAllOf(parts),
): Promise<void> {
  const read = recordChanges({ parts, putAll, observer: testObserver() });
  for (let left = records; left.length > 0; ) {
    const { batchItemFailures: failed } = await read({ Records: [...left] }, { awsRequestId: 'r' } as LambdaContext);
    if (failed.length === 0) return;
    left = left.slice(left.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failed[0]?.itemIdentifier));
  }
}
