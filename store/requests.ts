import type { QueryCommandInput, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { auditedAs, type Writer } from './audited.ts';
import { indexNames, type Key } from './keys.ts';
import { compareUtf8, prefixEnd, versionOf } from './rules.ts';
import type { Expect, Item, QueryOptions, Write } from './table.ts';

export type Request = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Pure, so that the exact expressions sent to DynamoDB are asserted in unit tests. */
export function toRequest(tableName: string, write: Write, writeId: string, writer?: Writer): Request {
  const target = { TableName: tableName, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
  const Key = { pk: write.key.pk, sk: write.key.sk };
  switch (write.op) {
    case 'put':
      return { Put: { ...target, Item: toAttributes(write, writeId, writer), ...guard(write.expect) } };
    case 'delete':
      return { Delete: { ...target, Key, ...guard(write.expect) } };
    case 'check':
      return { ConditionCheck: { ...target, Key, ConditionExpression: anyRow, ...guard(write.expect) } };
    case 'add':
      return { Update: { ...target, Key, ...toAddition(write, writeId) } };
  }
}

/** The whole of a row, as the table and its stream hold it. */
export function toAttributes(write: Extract<Write, { readonly op: 'put' }>, writeId: string, writer?: Writer): Item {
  const { key, item, slim, events = [], expiresAt } = write;
  const version = versionOf(write);
  return {
    ...item,
    pk: key.pk,
    sk: key.sk,
    ...(version === undefined ? {} : { version }),
    ...(slim === undefined ? {} : { slim }),
    ...Object.fromEntries([...indexNames, 'agenda' as const].flatMap((index) => indexAttributes(index, write[index]))),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    // `news` is the scalar that the relay's stream filter looks at: an item without events never reaches it.
    ...(events.length === 0 ? {} : { news: 1, events }),
    ...auditAttributes(write, writer),
    writeId,
  };
}

/**
 * `audit` is the scalar that the audit's stream filter looks at; an item may also say it of itself. Who acted mostly
 * stands in the item's news: it is not stored twice, because many items are just below a write unit.
 */
function auditAttributes(write: Extract<Write, { readonly op: 'put' }>, writer: Writer | undefined): Item {
  const { key, item, events = [] } = write;
  const audit = item['audit'] ?? auditedAs(key);
  if (audit === undefined) return {};
  const { actor, request } = writer ?? {};
  const isTold = actor === undefined || actor === events[0]?.actorId;
  return { audit, ...(isTold ? {} : { actor }), ...(request === undefined ? {} : { request }) };
}

function indexAttributes(index: string, key: Key | undefined): readonly (readonly [string, string])[] {
  if (key === undefined) return [];
  return [
    [`${index}pk`, key.pk],
    [`${index}sk`, key.sk],
  ];
}

/** Condition checks must have a condition: this one always holds. */
const anyRow = 'attribute_exists(pk) OR attribute_not_exists(pk)';

function guard(expect: Expect | 'present') {
  if (expect === 'any') return {};
  if (expect === 'absent') return { ConditionExpression: 'attribute_not_exists(pk)' };
  if (expect === 'present') return { ConditionExpression: 'attribute_exists(pk)' };
  return { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': expect.version } };
}

/** The condition keeps a repeat of the same request, after a lost answer, from adding twice. */
function toAddition({ add, expiresAt }: Extract<Write, { readonly op: 'add' }>, writeId: string) {
  const counters = Object.entries(add);
  const sets = ['writeId = :writeId', ...(expiresAt === undefined ? [] : ['expiresAt = :expiresAt'])];
  return {
    UpdateExpression: `SET ${sets.join(', ')} ADD ${counters.map((_, i) => `#c${i} :c${i}`).join(', ')}`,
    ConditionExpression: 'attribute_not_exists(writeId) OR writeId <> :writeId',
    ExpressionAttributeNames: Object.fromEntries(counters.map(([name], i) => [`#c${i}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(counters.map(([, amount], i) => [`:c${i}`, amount])),
      ':writeId': writeId,
      ...(expiresAt === undefined ? {} : { ':expiresAt': expiresAt }),
    },
  };
}

/** The query less its page size and start; undefined where no key can match, which DynamoDB would refuse to be asked. */
export function toQuery(tableName: string, options: QueryOptions): QueryCommandInput | undefined {
  const { index, pk, after, descending } = options;
  const { lower, upper } = bounds(options);
  if (lower !== undefined && upper !== undefined && compareUtf8(lower, upper) > 0) return undefined;
  const position = after && (after.indexSk ?? after.sk);
  const [near, far] = descending === true ? [upper, lower] : [lower, upper];
  const way = descending === true ? -1 : 1;
  if (position !== undefined && far !== undefined && way * compareUtf8(position, far) > 0) return undefined;
  // A start outside of the bounds is refused; one before them is no start.
  const isInside = position !== undefined && (near === undefined || way * compareUtf8(position, near) >= 0);
  return {
    TableName: tableName,
    ...(index === undefined ? {} : { IndexName: index }),
    ...keyCondition(options, lower, upper),
    ScanIndexForward: descending !== true,
    ...(options.consistent === true && index === undefined ? { ConsistentRead: true } : {}),
    ...(after !== undefined && isInside ? { ExclusiveStartKey: startKey(index, pk, after) } : {}),
    ReturnConsumedCapacity: 'INDEXES',
  };
}

function bounds({ from, to, beginsWith }: QueryOptions): { lower: string | undefined; upper: string | undefined } {
  if (beginsWith === undefined) return { lower: from, upper: to };
  const end = prefixEnd(beginsWith);
  return {
    lower: from === undefined || compareUtf8(from, beginsWith) < 0 ? beginsWith : from,
    upper: to === undefined || compareUtf8(to, end) > 0 ? end : to,
  };
}

/** DynamoDB takes one condition on the sort key. */
function keyCondition({ index, pk }: QueryOptions, lower: string | undefined, upper: string | undefined) {
  const prefix = index ?? '';
  const range = rangeOf(lower, upper);
  return {
    KeyConditionExpression: range === undefined ? '#pk = :pk' : `#pk = :pk AND ${range}`,
    ExpressionAttributeNames: { '#pk': `${prefix}pk`, ...(range === undefined ? {} : { '#sk': `${prefix}sk` }) },
    ExpressionAttributeValues: {
      ':pk': pk,
      ...(lower === undefined ? {} : { ':lower': lower }),
      ...(upper === undefined ? {} : { ':upper': upper }),
    },
  };
}

function rangeOf(lower: string | undefined, upper: string | undefined): string | undefined {
  if (lower === undefined) return upper === undefined ? undefined : '#sk <= :upper';
  return upper === undefined ? '#sk >= :lower' : '#sk BETWEEN :lower AND :upper';
}

/** The partition is the query's own, never the cursor's, so a cursor opens nothing. */
function startKey(index: QueryOptions['index'], pk: string, after: NonNullable<QueryOptions['after']>) {
  if (index === undefined) return { pk, sk: after.sk };
  return { pk: after.pk, sk: after.sk, [`${index}pk`]: pk, [`${index}sk`]: after.indexSk ?? '' };
}
