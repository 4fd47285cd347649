import type { Assembly } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { objectAt, objectsAt, textAt } from '../json.ts';
import type { Engine } from './engine.ts';
import type { Written } from './service.ts';
import { indexKeys } from './tables.ts';

/** What a schedule's metadata says about the index that it serves. */
export interface AgendaIndex {
  readonly tableName: string;
  readonly index: string;
  /** Partitions are `<prefix>#<shard>`. */
  readonly prefix: string;
  readonly shards: number;
}

interface Known {
  readonly earliest: number | undefined;
  /** Which advance of the clock it was learnt in. */
  readonly advance: number;
}

/**
 * Knows when an agenda next has something to do, so that empty runs can be left out. What was read holds until a write
 * names the agenda: one that only takes entries away leaves an instant that is too early, which costs one more look.
 */
export class Agendas {
  readonly #assembly: Assembly;
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();
  #writes = 0;

  constructor(assembly: Assembly, engine: Engine, clock: Clock) {
    this.#assembly = assembly;
    this.#engine = engine;
    this.#clock = clock;
  }

  /** The instant of the earliest entry over all shards; undefined when nothing waits. */
  async earliestDue(agenda: AgendaIndex): Promise<number | undefined> {
    const name = `${agenda.tableName}/${agenda.index}/${agenda.prefix}`;
    const known = this.#known.get(name);
    const isFresh = known?.advance === this.#clock.advances;
    if (isFresh && (known.earliest === undefined || known.earliest > this.#clock.now())) return known.earliest;
    const writes = this.#writes;
    const shards = Array.from({ length: agenda.shards }, (_, shard) => this.#earliestOf(agenda, shard));
    const instants = (await Promise.all(shards)).filter((instant) => instant !== undefined);
    const earliest = instants.length > 0 ? Math.min(...instants) : undefined;
    if (writes === this.#writes) this.#known.set(name, { earliest, advance: this.#clock.advances });
    return earliest;
  }

  onWrite({ body }: Written): void {
    this.#writes++;
    for (const name of this.#known.keys()) {
      if (body.includes(`${name.split('/').at(-1)}#`)) this.#known.delete(name);
    }
  }

  async #earliestOf({ tableName, index, prefix }: AgendaIndex, shard: number): Promise<number | undefined> {
    const { hash, range } = indexKeys(this.#assembly, tableName, index);
    const answer = await this.#engine.call('Query', {
      TableName: tableName,
      IndexName: index,
      KeyConditionExpression: '#hash = :partition',
      ExpressionAttributeNames: { '#hash': hash },
      ExpressionAttributeValues: { ':partition': { S: `${prefix}#${shard}` } },
      Limit: 1,
    });
    const [first] = objectsAt(answer, 'Items');
    if (!first) return undefined;
    const instant = Date.parse(textAt(objectAt(first, range), 'S').split('#')[0] ?? '');
    if (Number.isNaN(instant)) throw new Error(`an entry of ${prefix} does not begin with its instant`);
    return instant;
  }
}
