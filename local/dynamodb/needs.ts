import type { Assembly, Resource } from '../assembly.ts';
import { isObject, type JsonObject, maybeTextAt, objectAt, objectsAt, textAt, toList } from '../json.ts';
import { arnOf, region } from '../names.ts';
import { AwsError, type Need } from '../service.ts';
import { indexKeys, tablesOf } from './tables.ts';

/** Operations on one table with a key in the request, and where the key is. */
const keyed: Readonly<Record<string, 'Key' | 'Item'>> = {
  GetItem: 'Key',
  PutItem: 'Item',
  UpdateItem: 'Key',
  DeleteItem: 'Key',
};

/** Entries of a transaction: the action that IAM checks for each. */
const transacted: Readonly<Record<string, { readonly action: string; readonly key: 'Key' | 'Item' }>> = {
  Get: { action: 'GetItem', key: 'Key' },
  Put: { action: 'PutItem', key: 'Item' },
  Update: { action: 'UpdateItem', key: 'Key' },
  Delete: { action: 'DeleteItem', key: 'Key' },
  ConditionCheck: { action: 'ConditionCheckItem', key: 'Key' },
};

/** Operations that touch items; each also needs the table's key. */
const onItems = new Set([...Object.keys(keyed), 'Query', 'Scan', 'BatchGetItem', 'BatchWriteItem']);

/**
 * What a DynamoDB request needs: the action on table or index with `dynamodb:LeadingKeys` taken from wherever the
 * request has its partition keys, and the use of the table's KMS key. A request without a partition key has no such
 * context, so that `Null` in the policy refuses it.
 */
export function dynamoNeeds(assembly: Assembly, operation: string, input: JsonObject): readonly Need[] {
  // PartiQL hides keys in a statement; nothing here uses it, so it is refused rather than half understood.
  if (/Statement$|^ExecuteTransaction$/.test(operation)) {
    throw new AwsError('UnknownOperationException', `${operation} (PartiQL) is not run on the laptop`);
  }
  if (operation.startsWith('Transact'))
    return objectsAt(input, 'TransactItems').flatMap((item) => ofEntry(assembly, item));
  if (input['RequestItems'] !== undefined) return ofBatch(assembly, operation, objectAt(input, 'RequestItems'));
  const name = maybeTextAt(input, 'TableName');
  if (name === undefined) return [{ action: `dynamodb:${operation}`, resource: '*' }];
  const table = new TableKeys(assembly, name);
  const index = maybeTextAt(input, 'IndexName');
  const keys =
    operation === 'Query' ? queriedKeys(input, table.hashKey(index)) : keysOf(input, keyed[operation], table);
  return [table.need(operation, keys, index), ...(onItems.has(operation) ? table.encryption() : [])];
}

function ofEntry(assembly: Assembly, entry: JsonObject): readonly Need[] {
  return Object.keys(entry).flatMap((kind) => {
    const known = transacted[kind];
    if (!known) throw new AwsError('ValidationException', `${kind} is no entry of a transaction`);
    const body = objectAt(entry, kind);
    const table = new TableKeys(assembly, textAt(body, 'TableName'));
    return [table.need(known.action, keysOf(body, known.key, table)), ...table.encryption()];
  });
}

function ofBatch(assembly: Assembly, operation: string, requests: JsonObject): readonly Need[] {
  return Object.entries(requests).flatMap(([name, wanted]) => {
    const table = new TableKeys(assembly, name);
    const items = isObject(wanted) ? objectsAt(wanted, 'Keys') : toList(wanted).filter(isObject).map(writtenItem);
    return [
      table.need(
        operation,
        items.flatMap((item) => keyIn(item, table.hashKey())),
      ),
      ...table.encryption(),
    ];
  });
}

function writtenItem(request: JsonObject): JsonObject {
  return isObject(request['PutRequest'])
    ? objectAt(objectAt(request, 'PutRequest'), 'Item')
    : objectAt(objectAt(request, 'DeleteRequest'), 'Key');
}

function keysOf(input: JsonObject, place: 'Key' | 'Item' | undefined, table: TableKeys): readonly string[] {
  return place === undefined ? [] : keyIn(objectAt(input, place), table.hashKey());
}

/** The value or values to which a query holds the partition key. */
function queriedKeys(input: JsonObject, hashKey: string): readonly string[] {
  const names = objectAt(input, 'ExpressionAttributeNames');
  const values = objectAt(input, 'ExpressionAttributeValues');
  const expression = maybeTextAt(input, 'KeyConditionExpression') ?? '';
  const isHashKey = (name: string) => (name.startsWith('#') ? names[name] === hashKey : name === hashKey);
  const equalities = expression.matchAll(/(#?[\w.-]+|:\w+)\s*=\s*(#?[\w.-]+|:\w+)/g);
  return [...equalities].flatMap(([, left = '', right = '']) => {
    const [name, value] = left.startsWith(':') ? [right, left] : [left, right];
    return isHashKey(name) ? scalarOf(values[value]) : [];
  });
}

function keyIn(item: JsonObject, attribute: string): readonly string[] {
  return scalarOf(item[attribute]);
}

function scalarOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.values(value).map(String) : [];
}

/** What the template says about a table. */
class TableKeys {
  readonly #assembly: Assembly;
  readonly #name: string;

  constructor(assembly: Assembly, nameOrArn: string) {
    this.#assembly = assembly;
    this.#name = nameOrArn.split('/')[1] ?? nameOrArn;
  }

  hashKey(index?: string): string {
    return indexKeys(this.#assembly, this.#name, index).hash;
  }

  need(operation: string, keys: readonly string[], index?: string): Need {
    const table = arnOf('dynamodb', `table/${this.#name}`);
    return {
      action: `dynamodb:${operation}`,
      resource: index === undefined ? table : `${table}/index/${index}`,
      ...(keys.length > 0 && { context: { 'dynamodb:LeadingKeys': keys } }),
    };
  }

  /** Reading and writing both open the table's data key in the caller's name, by way of DynamoDB. */
  encryption(): readonly Need[] {
    const table = tablesOf(this.#assembly).find(({ name }) => name === this.#name);
    return table ? encryptionNeeds(table) : [];
  }
}

export function encryptionNeeds({ properties }: Resource): readonly Need[] {
  const key = maybeTextAt(objectAt(properties, 'SSESpecification'), 'KMSMasterKeyId');
  if (key === undefined) return [];
  return [{ action: 'kms:Decrypt', resource: key, context: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } }];
}
