import type { DynamoDBRecord } from 'aws-lambda';
import type { Change } from '#domain/audit/row.ts';
import { SYSTEM } from '#domain/shared/ids.ts';
import { fromWire, toItem, type WireMap } from '#store/attributes.ts';
import type { Item } from '#store/table.ts';

/** Who removes what time to live has ended. */
const expiry = { principal: 'dynamodb.amazonaws.com', actor: 'system:expiry' };

/** A record of the table's stream as a change; undefined for one that is not audited. */
export function changeOf({ dynamodb, userIdentity, eventSourceARN = '' }: DynamoDBRecord): Change | undefined {
  const [before, after] = [imageOf(dynamodb?.OldImage), imageOf(dynamodb?.NewImage)];
  const row = after ?? before;
  const kind = row?.['audit'];
  if (row === undefined || typeof kind !== 'string') return undefined;
  const request = after?.['request'];
  return {
    item: { pk: String(row['pk']), sk: String(row['sk']) },
    kind,
    before: before && toItem(before),
    after: after && toItem(after),
    at: new Date((dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString(),
    actor: userIdentity?.principalId === expiry.principal ? expiry.actor : actorOf(after),
    ...(typeof request === 'string' ? { request } : {}),
    stream: eventSourceARN.split('/').at(-1) ?? '',
    sequence: dynamodb?.SequenceNumber ?? '0',
  };
}

function imageOf(image: object | undefined): Item | undefined {
  return image === undefined ? undefined : fromWire(image as WireMap);
}

/** Who wrote stands in the row, or in its news; a deletion does not say. */
function actorOf(after: Item | undefined): string {
  if (after === undefined) return SYSTEM;
  if (typeof after['actor'] === 'string') return after['actor'];
  const [event] = (after['events'] ?? []) as readonly { readonly actorId?: unknown }[];
  return typeof event?.actorId === 'string' ? event.actorId : SYSTEM;
}
