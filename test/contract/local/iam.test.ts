import { describe, expect, test } from 'vitest';
import { dynamoNeeds } from '#local/dynamodb/needs.ts';
import { conditionsHold } from '#local/iam/conditions.ts';
import { Policies } from '#local/iam/policies.ts';
import { assembly, key, role, table, variable } from './fixture.ts';

const leadingKeys = {
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['customers#*'] },
  Null: { 'dynamodb:LeadingKeys': 'false' },
};
const ownItems = {
  Effect: 'Allow',
  Action: ['dynamodb:*Item', 'dynamodb:Query'],
  Resource: [{ 'Fn::GetAtt': ['items', 'Arn'] }, { 'Fn::Sub': `${variable('items.Arn')}/index/*` }],
  Condition: leadingKeys,
};
const useOfKey = {
  Effect: 'Allow',
  Action: 'kms:Decrypt',
  Resource: { 'Fn::GetAtt': ['key', 'Arn'] },
  Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Sub': `dynamodb.${variable('AWS::Region')}.amazonaws.com` } } },
};

function refusalOf(statements: readonly Readonly<Record<string, unknown>>[], operation: string, input: object) {
  const read = assembly({ key, items: table, role: role(...statements) });
  return new Policies(read).firstRefusal('role', dynamoNeeds(read, operation, { ...input }));
}

const at = (pk: string) => ({ pk: { S: pk }, sk: { S: 'x' } });
const query = (index: string | undefined, expression: string, pk: string, names = {}) => ({
  TableName: 'items',
  ...(index && { IndexName: index }),
  KeyConditionExpression: expression,
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: { ':p': { S: pk }, ':s': { S: 'x' } },
});

/** Every shape in which a request names partition keys. */
const shapes: Readonly<Record<string, (pk: string) => readonly [string, object]>> = {
  GetItem: (pk) => ['GetItem', { TableName: 'items', Key: at(pk) }],
  PutItem: (pk) => ['PutItem', { TableName: 'items', Item: at(pk) }],
  UpdateItem: (pk) => ['UpdateItem', { TableName: 'items', Key: at(pk) }],
  DeleteItem: (pk) => ['DeleteItem', { TableName: 'items', Key: at(pk) }],
  'Query of the table': (pk) => ['Query', query(undefined, 'pk = :p AND begins_with(sk, :s)', pk)],
  'Query with names': (pk) => ['Query', query(undefined, '#h = :p', pk, { '#h': 'pk' })],
  'Query the other way round': (pk) => ['Query', query(undefined, ':p=pk', pk)],
  'Query of an index': (pk) => ['Query', query('gsi1', '(#h = :p) and gsi1sk > :s', pk, { '#h': 'gsi1pk' })],
  'second key of BatchGetItem': (pk) => [
    'BatchGetItem',
    { RequestItems: { items: { Keys: [at('customers#1'), at(pk)] } } },
  ],
  'put of BatchWriteItem': (pk) => [
    'BatchWriteItem',
    { RequestItems: { items: [{ PutRequest: { Item: at('customers#1') } }, { PutRequest: { Item: at(pk) } }] } },
  ],
  'delete of BatchWriteItem': (pk) => [
    'BatchWriteItem',
    { RequestItems: { items: [{ DeleteRequest: { Key: at(pk) } }] } },
  ],
  ...Object.fromEntries(
    ['Put', 'Update', 'Delete', 'ConditionCheck'].map((kind) => [
      `${kind} of TransactWriteItems`,
      (pk: string) => {
        const place = kind === 'Put' ? 'Item' : 'Key';
        const entries = ['customers#1', pk].map((each) => ({ [kind]: { TableName: 'items', [place]: at(each) } }));
        return ['TransactWriteItems', { TransactItems: entries }] as const;
      },
    ]),
  ),
  TransactGetItems: (pk) => [
    'TransactGetItems',
    {
      TransactItems: [
        { Get: { TableName: 'items', Key: at('customers#1') } },
        { Get: { TableName: 'items', Key: at(pk) } },
      ],
    },
  ],
};

describe.each(Object.entries(shapes))('%s', (_, shape) => {
  test('reaches its own partitions', () => {
    expect(refusalOf([ownItems, useOfKey], ...shape('customers#2'))).toBeUndefined();
  });

  test("is refused another context's partition", () => {
    expect(refusalOf([ownItems, useOfKey], ...shape('tickets#1'))).toMatch(/is not authorized to perform: dynamodb:/);
  });

  test("is refused without the use of the table's key", () => {
    expect(refusalOf([ownItems], ...shape('customers#2'))).toMatch(/not authorized to perform: kms:Decrypt/);
  });

  test('is refused when the key may only be used by way of another service', () => {
    const viaS3 = { ...useOfKey, Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } };

    expect(refusalOf([ownItems, viaS3], ...shape('customers#2'))).toMatch(/kms:Decrypt/);
  });
});

test('a request without a partition key is refused by Null, which ForAllValues alone would let pass', () => {
  const scan = { Effect: 'Allow', Action: 'dynamodb:Scan', Resource: '*', Condition: leadingKeys };
  const { Null: _, ...forAllAlone } = leadingKeys;

  expect(refusalOf([scan, useOfKey], 'Scan', { TableName: 'items' })).toMatch(/dynamodb:Scan/);
  expect(refusalOf([{ ...scan, Condition: forAllAlone }, useOfKey], 'Scan', { TableName: 'items' })).toBeUndefined();
});

test('a query that hides its key in an unread form has none', () => {
  const legacy = { TableName: 'items', KeyConditions: { pk: { AttributeValueList: [{ S: 'customers#1' }] } } };

  expect(refusalOf([ownItems, useOfKey], 'Query', legacy)).toMatch(/dynamodb:Query/);
});

test('an index is queried by its own key: the key of the table does not open it', () => {
  const foreign = query('gsi1', 'gsi1pk = :s AND pk = :p', 'customers#1');

  expect(refusalOf([ownItems, useOfKey], 'Query', foreign)).toMatch(/dynamodb:Query/);
});

test.each(['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction'])('%s is not run', (operation) => {
  expect(() => refusalOf([{ Effect: 'Allow', Action: '*', Resource: '*' }], operation, {})).toThrow(/PartiQL/);
});

describe('policies', () => {
  const need = { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-central-1:000000000000:letters' };
  const refused = (statements: readonly Readonly<Record<string, unknown>>[], who = 'role') =>
    new Policies(assembly({ role: role(...statements) })).refusal(who, need) !== undefined;
  const allow = { Effect: 'Allow', Action: 'SQS:Send*', Resource: 'arn:aws:sqs:*:*:lett?rs' };

  test('what nothing allows is refused', () => {
    expect(refused([])).toBe(true);
    expect(refused([allow])).toBe(false);
    expect(refused([{ ...allow, Resource: 'arn:aws:sqs:*:*:letter' }])).toBe(true);
  });

  test('a deny stands above every allow', () => {
    expect(refused([allow, { Effect: 'Deny', Action: 'sqs:*', Resource: '*' }])).toBe(true);
  });

  test('a condition that is not understood neither allows nor stops a deny', () => {
    const odd = { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } };

    expect(refused([{ ...allow, Condition: odd }])).toBe(true);
    expect(refused([allow, { Effect: 'Deny', Action: '*', Resource: '*', Condition: odd }])).toBe(true);
  });

  test('NotAction and NotResource cover what they do not name', () => {
    expect(refused([{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }])).toBe(false);
    expect(refused([{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:sqs:*:*:letters' }])).toBe(true);
  });

  test('a caller that is no role of the template is refused', () => {
    expect(refused([allow], 'stranger')).toBe(true);
  });

  test('a policy of its own reaches the roles that it names', () => {
    const read = assembly({
      role: role(),
      policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { Roles: [{ Ref: 'role' }], PolicyDocument: { Statement: allow } },
      },
    });

    expect(new Policies(read).refusal('role', need)).toBeUndefined();
  });
});

describe('conditions', () => {
  test.each([
    [{ 'ForAnyValue:StringEquals': { k: ['a'] } }, { k: ['b', 'a'] }, true],
    [{ 'ForAnyValue:StringEquals': { k: ['a'] } }, {}, false],
    [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['b', 'a'] }, true],
    [{ 'ForAllValues:StringEquals': { k: ['a'] } }, { k: ['b', 'a'] }, false],
    [{ 'ForAllValues:StringEquals': { k: ['a'] } }, {}, true],
    [{ StringEquals: { k: 'a' } }, {}, false],
    [{ StringEqualsIfExists: { k: 'a' } }, {}, true],
    [{ StringNotEquals: { k: 'a' } }, {}, true],
    [{ StringNotEquals: { k: 'a' } }, { k: 'a' }, false],
    [{ Null: { k: 'true' } }, {}, true],
    [{ Null: { k: 'true' } }, { k: 'a' }, false],
    [{ ArnLike: { k: 'arn:aws:sns:*:*:top*' } }, { k: 'arn:aws:sns:r:a:topic' }, true],
    [{ Bool: { K: 'true' } }, { k: 'TRUE' }, true],
    [{ StringEquals: { k: variable('aws:username') } }, { k: 'x' }, undefined],
    [{ IpAddress: { k: '10.0.0.0/8' } }, { k: '10.0.0.1' }, undefined],
  ])('%j in %j is %s', (condition, context, expected) => {
    expect(conditionsHold(condition, context)).toBe(expected);
  });
});
