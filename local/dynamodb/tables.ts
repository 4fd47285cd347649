import type { Assembly, Resource } from '../assembly.ts';
import { flagAt, type JsonObject, maybeTextAt, objectAt, objectsAt, textAt } from '../json.ts';
import { AwsError } from '../service.ts';
import type { Engine } from './engine.ts';

export function tablesOf(assembly: Assembly): readonly Resource[] {
  return assembly.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable');
}

/** Creates the template's tables; those that were kept from an earlier start stay as they are. */
export async function createTables(engine: Engine, assembly: Assembly): Promise<void> {
  for (const table of tablesOf(assembly)) {
    try {
      await engine.call('CreateTable', definitionOf(table));
    } catch (error) {
      if (!(error instanceof AwsError && error.name === 'ResourceInUseException')) throw error;
    }
  }
}

/** Empties the tables by making them anew. */
export async function recreateTables(engine: Engine, assembly: Assembly): Promise<void> {
  for (const table of tablesOf(assembly)) await engine.call('DeleteTable', { TableName: table.name });
  await createTables(engine, assembly);
}

export interface KeyNames {
  readonly hash: string;
  readonly range: string;
}

const keysKnown = new WeakMap<Assembly, Map<string, KeyNames>>();

/** The key attributes of a table, or of one of its indexes; looked up once, because every request asks. */
export function indexKeys(assembly: Assembly, tableName: string, index?: string): KeyNames {
  const known = keysKnown.get(assembly) ?? new Map<string, KeyNames>();
  keysKnown.set(assembly, known);
  const name = `${tableName}/${index ?? ''}`;
  const keys = known.get(name) ?? findKeys(assembly, tableName, index);
  known.set(name, keys);
  return keys;
}

function findKeys(assembly: Assembly, tableName: string, index?: string): KeyNames {
  const table = tablesOf(assembly).find(({ name }) => name === tableName);
  if (!table)
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${tableName} not found`);
  const indexes = ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'].flatMap((kind) =>
    objectsAt(table.properties, kind),
  );
  const holder = index === undefined ? table.properties : indexes.find((each) => each['IndexName'] === index);
  if (!holder) throw new AwsError('ValidationException', `The table does not have the specified index: ${index}`);
  const attributeOf = (type: string) => {
    const key = objectsAt(holder, 'KeySchema').find((each) => each['KeyType'] === type);
    return maybeTextAt(key, 'AttributeName') ?? '';
  };
  return { hash: attributeOf('HASH'), range: attributeOf('RANGE') };
}

/** The attribute whose instant (epoch seconds) ends an item's life, if the table has one. */
export function expiryAttribute(table: Resource): string | undefined {
  const ttl = objectAt(table.properties, 'TimeToLiveSpecification');
  return flagAt(ttl, 'Enabled') ? textAt(ttl, 'AttributeName') : undefined;
}

function definitionOf({ name, properties }: Resource): JsonObject {
  const stream = objectAt(properties, 'StreamSpecification');
  const indexes = objectsAt(properties, 'GlobalSecondaryIndexes');
  const localIndexes = objectsAt(properties, 'LocalSecondaryIndexes');
  return {
    TableName: name,
    AttributeDefinitions: properties['AttributeDefinitions'],
    KeySchema: properties['KeySchema'],
    BillingMode: 'PAY_PER_REQUEST',
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map(shapeOf) }),
    ...(localIndexes.length > 0 && { LocalSecondaryIndexes: localIndexes.map(shapeOf) }),
    ...('StreamViewType' in stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream['StreamViewType'] },
    }),
  };
}

function shapeOf(index: JsonObject): JsonObject {
  return { IndexName: index['IndexName'], KeySchema: index['KeySchema'], Projection: index['Projection'] };
}
