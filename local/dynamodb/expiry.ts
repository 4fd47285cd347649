import type { Assembly, Resource } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { isObject, type JsonObject, maybeTextAt, objectAt, objectsAt, toList } from '../json.ts';
import { AwsError, type Busy } from '../service.ts';
import type { Engine } from './engine.ts';
import type { Written } from './service.ts';
import { expiryAttribute, indexKeys, tablesOf } from './tables.ts';

const dayMs = 86_400_000;

/** How many deletes are under way at once. */
const deletesAtOnce = 16;

/** Removals that are remembered for the streams. */
const mostRemembered = 100_000;

export interface ExpiryOptions {
  readonly assembly: Assembly;
  readonly engine: Engine;
  readonly clock: Clock;
  /** Told when items were removed. */
  readonly onExpired: (keys: readonly JsonObject[]) => void;
  readonly log: (line: string) => void;
}

/**
 * Time to live, which the engine does not do: items whose instant has come are removed at the end of that day, as
 * DynamoDB removes them some time later and not at once. Which items those are is learnt from the writes.
 */
export class Expiry implements Busy {
  readonly #options: ExpiryOptions;
  /** End of day → key as text → key. */
  readonly #days = new Map<number, Map<string, { readonly table: Resource; readonly key: JsonObject }>>();
  /** Keys of what was removed, until the streams have shown it. */
  readonly #removed = new Set<string>();
  #running = 0;

  constructor(options: ExpiryOptions) {
    this.#options = options;
  }

  isBusy(): boolean {
    return this.#running > 0;
  }

  /** Kept items were written before this start, so they are looked for once. */
  async findKept(): Promise<void> {
    const { assembly, engine } = this.#options;
    for (const table of tablesOf(assembly)) {
      const attribute = expiryAttribute(table);
      if (!attribute) continue;
      let from: unknown;
      do {
        const page: JsonObject = await engine.call('Scan', {
          TableName: table.name,
          FilterExpression: 'attribute_exists(#ttl)',
          ExpressionAttributeNames: { '#ttl': attribute },
          ...(from !== undefined && { ExclusiveStartKey: from }),
        });
        for (const item of objectsAt(page, 'Items')) this.#note(table, attribute, item);
        from = page['LastEvaluatedKey'];
      } while (from !== undefined);
    }
  }

  onWrite({ operation, input, body }: Written): void {
    for (const table of tablesOf(this.#options.assembly)) {
      const attribute = expiryAttribute(table);
      if (!attribute || !body.includes(attribute)) continue;
      for (const item of putItems(operation, input, table.name)) this.#note(table, attribute, item);
      for (const key of updatedKeys(operation, input, table.name)) void this.#lookUp(table, attribute, key);
    }
  }

  clear(): void {
    this.#days.clear();
    this.#removed.clear();
  }

  /** Whether the item of this key went by its time and not by a delete. */
  wasRemoved(key: JsonObject): boolean {
    return this.#removed.has(nameOf(key));
  }

  /** What an update has made of the instant is only in the item. */
  async #lookUp(table: Resource, attribute: string, key: JsonObject): Promise<void> {
    this.#running++;
    try {
      const answer = await this.#options.engine.call('GetItem', {
        TableName: table.name,
        Key: key,
        ConsistentRead: true,
      });
      this.#note(table, attribute, objectAt(answer, 'Item'));
    } catch (error) {
      this.#options.log(`expiry: ${String(error)}`);
    } finally {
      this.#running--;
    }
  }

  #note(table: Resource, attribute: string, item: JsonObject): void {
    const seconds = Number(maybeTextAt(objectAt(item, attribute), 'N') ?? 'NaN');
    if (Number.isNaN(seconds)) return;
    const { hash, range } = indexKeys(this.#options.assembly, table.name);
    const key = { [hash]: item[hash], ...(range && { [range]: item[range] }) };
    const day = Math.ceil((seconds * 1000 + 1) / dayMs) * dayMs;
    let items = this.#days.get(day);
    if (!items) {
      items = new Map();
      this.#days.set(day, items);
      this.#options.clock.at(day, () => this.#expire(day));
    }
    items.set(`${table.name} ${nameOf(key)}`, { table, key });
  }

  async #expire(day: number): Promise<void> {
    const items = [...(this.#days.get(day)?.values() ?? [])];
    this.#days.delete(day);
    if (this.#removed.size > mostRemembered) this.#removed.clear();
    this.#running++;
    try {
      for (let done = 0; done < items.length; done += deletesAtOnce) {
        const some = items.slice(done, done + deletesAtOnce);
        const removed = await Promise.all(some.map(({ table, key }) => this.#remove(table, key)));
        this.#options.onExpired(removed.filter((key) => key !== undefined));
      }
    } catch (error) {
      this.#options.log(`expiry: ${String(error)}`);
    } finally {
      this.#running--;
    }
  }

  /** The key, if its item is gone now. */
  async #remove(table: Resource, key: JsonObject): Promise<JsonObject | undefined> {
    this.#removed.add(nameOf(key));
    try {
      await this.#options.engine.call('DeleteItem', {
        TableName: table.name,
        Key: key,
        ConditionExpression: '#ttl <= :now',
        ExpressionAttributeNames: { '#ttl': expiryAttribute(table) },
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(this.#options.clock.now() / 1000)) } },
      });
      return key;
    } catch (error) {
      this.#removed.delete(nameOf(key));
      // Written anew since, with another instant or none: it was noted again if it has one.
      if (error instanceof AwsError && error.name === 'ConditionalCheckFailedException') return undefined;
      throw error;
    }
  }
}

/** The same for the same key, in whatever order its attributes come. */
function nameOf(key: JsonObject): string {
  return JSON.stringify(Object.entries(key).toSorted(([one], [other]) => one.localeCompare(other)));
}

function putItems(operation: string, input: JsonObject, tableName: string): readonly JsonObject[] {
  switch (operation) {
    case 'PutItem':
      return input['TableName'] === tableName ? [objectAt(input, 'Item')] : [];
    case 'BatchWriteItem':
      return toList(objectAt(input, 'RequestItems')[tableName])
        .filter(isObject)
        .flatMap((request) =>
          isObject(request['PutRequest']) ? [objectAt(objectAt(request, 'PutRequest'), 'Item')] : [],
        );
    case 'TransactWriteItems':
      return entriesOf(input, 'Put', tableName).map((put) => objectAt(put, 'Item'));
    default:
      return [];
  }
}

function updatedKeys(operation: string, input: JsonObject, tableName: string): readonly JsonObject[] {
  if (operation === 'UpdateItem') return input['TableName'] === tableName ? [objectAt(input, 'Key')] : [];
  return operation === 'TransactWriteItems'
    ? entriesOf(input, 'Update', tableName).map((update) => objectAt(update, 'Key'))
    : [];
}

function entriesOf(input: JsonObject, kind: string, tableName: string): readonly JsonObject[] {
  return objectsAt(input, 'TransactItems')
    .filter((entry) => objectAt(entry, kind)['TableName'] === tableName)
    .map((entry) => objectAt(entry, kind));
}
