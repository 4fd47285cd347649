import type { Resource } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import type { Pattern } from '../events/pattern.ts';
import { matches } from '../events/pattern.ts';
import { type JsonObject, maybeTextAt, numberAt, objectAt, objectsAt, parseObject, textAt } from '../json.ts';
import type { Kept } from '../kept.ts';
import { region } from '../names.ts';
import { batchingWindow, type Window } from '../queues/window.ts';
import type { Busy, Invoke, Rest } from '../service.ts';
import { type Batch, deliverBatch } from './deliver.ts';
import type { Engine } from './engine.ts';

export interface StreamReaderOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly table: Resource;
  /** The AWS::Lambda::EventSourceMapping. */
  readonly mapping: Resource;
  readonly invoke: Invoke;
  /** Where a batch goes that could not be delivered. */
  readonly onFailure: (batch: Batch) => Promise<void>;
  /** Remembers how far each shard was read. */
  readonly positions: Kept;
  /** True for the key of an item that time to live has removed. */
  readonly isExpired: (key: JsonObject) => boolean;
  /** Tells when no function runs: then nobody waits for more to gather. */
  readonly rest: Rest;
  readonly log: (line: string) => void;
}

/** How long after an unreadable stream it is tried again. */
const pauseMs = 1000;

/** Feeds a table's stream to one function, shard by shard and in order, as its event source mapping says. */
export class StreamReader implements Busy {
  readonly #options: StreamReaderOptions;
  readonly #patterns: readonly Pattern[];
  readonly #window: Window;
  readonly #iterators = new Map<string, string>();
  /** Asked for anew when a shard has ended or something went wrong. */
  #stream: { readonly arn: string; readonly shards: readonly string[] } | undefined;
  #running = false;
  /** Writes since it was read last. */
  #unread = 0;
  #waiting = false;
  #stopped = false;

  constructor(options: StreamReaderOptions) {
    this.#options = options;
    const filters = objectsAt(objectAt(options.mapping.properties, 'FilterCriteria'), 'Filters');
    this.#patterns = filters.map((filter) => parseObject(textAt(filter, 'Pattern')));
    const { mapping, rest } = options;
    const windowMs = numberAt(mapping.properties, 'MaximumBatchingWindowInSeconds', 0) * 1000;
    this.#window = batchingWindow(windowMs, this.#batchSize, rest, () => this.#start());
  }

  get #batchSize(): number {
    return numberAt(this.#options.mapping.properties, 'BatchSize', 100);
  }

  /** A batch that waits to be tried again waits for an instant: it does not hold up the clock. */
  isBusy(): boolean {
    return (this.#running && !this.#waiting) || this.#unread > 0;
  }

  /** Something was written: reads on until nothing is left. */
  nudge(): void {
    if (this.#stopped || this.#waiting) return;
    this.#unread += 1;
    this.#start();
  }

  #start(): void {
    if (this.#stopped || this.#running || this.#unread === 0 || !this.#window.isOver(this.#unread)) return;
    this.#running = true;
    void this.#readOn();
  }

  stop(): void {
    this.#stopped = true;
    this.#window.stop();
  }

  /** The table was made anew: begins with what is written from now on. Engines keep the stream of a dropped table. */
  async reset(): Promise<void> {
    this.#iterators.clear();
    this.#stream = await this.#describe();
    const { arn, shards } = this.#stream;
    for (const shardId of shards) this.#iterators.set(shardId, await this.#iteratorOf(arn, shardId, 'LATEST'));
  }

  async #readOn(): Promise<void> {
    try {
      do {
        this.#unread = 0;
        await this.#readAll();
      } while (this.#unread > 0 && !this.#stopped && this.#window.isOver(this.#unread));
    } catch (error) {
      this.#options.log(`stream of ${this.#options.table.name}: ${String(error)}`);
      this.#iterators.clear();
      this.#stream = undefined;
      this.#unread = 0;
      if (!this.#stopped) this.#options.clock.after(pauseMs, () => this.nudge());
    } finally {
      this.#running = false;
    }
    // What was written meanwhile may have waited for this run alone.
    this.#start();
  }

  async #readAll(): Promise<void> {
    this.#stream ??= await this.#describe();
    const { arn, shards } = this.#stream;
    for (const shardId of shards) await this.#readShard(arn, shardId);
  }

  async #describe() {
    const { engine, table } = this.#options;
    const described = await engine.call('DescribeTable', { TableName: table.name });
    const arn = textAt(objectAt(described, 'Table'), 'LatestStreamArn');
    const stream = await engine.callStreams('DescribeStream', { StreamArn: arn });
    const shards = objectsAt(objectAt(stream, 'StreamDescription'), 'Shards');
    return { arn, shards: shards.map((shard) => textAt(shard, 'ShardId')) };
  }

  async #readShard(streamArn: string, shardId: string): Promise<void> {
    const { engine, positions } = this.#options;
    while (!this.#stopped) {
      const iterator = this.#iterators.get(shardId) ?? (await this.#iteratorOf(streamArn, shardId));
      const read = await engine.callStreams('GetRecords', {
        ShardIterator: iterator,
        Limit: this.#batchSize,
      });
      const records = objectsAt(read, 'Records');
      const last = records.at(-1);
      if (last) await this.#deliver(shardId, records);
      const next = maybeTextAt(read, 'NextShardIterator');
      if (next === undefined) {
        this.#iterators.delete(shardId);
        this.#stream = undefined;
        return;
      }
      this.#iterators.set(shardId, next);
      if (!last) return;
      positions.set(this.#position(streamArn, shardId), textAt(objectAt(last, 'dynamodb'), 'SequenceNumber'));
    }
  }

  /** Goes on after the record that was read last; the mapping is as old as the table, so else with the first. */
  async #iteratorOf(streamArn: string, shardId: string, otherwise = 'TRIM_HORIZON'): Promise<string> {
    const position =
      otherwise === 'LATEST' ? undefined : this.#options.positions.get(this.#position(streamArn, shardId));
    const answer = await this.#options.engine.callStreams('GetShardIterator', {
      StreamArn: streamArn,
      ShardId: shardId,
      ...(typeof position === 'string'
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position }
        : { ShardIteratorType: otherwise }),
    });
    return textAt(answer, 'ShardIterator');
  }

  #position(streamArn: string, shardId: string): string {
    return `${this.#options.mapping.name}/${streamArn}/${shardId}`;
  }

  async #deliver(shardId: string, records: readonly JsonObject[]): Promise<void> {
    const { mapping, table, clock } = this.#options;
    const shown = records.map((record) => this.#shown(record));
    const wanted = shown.filter((record) => this.#isWanted(record));
    if (wanted.length === 0) return;
    await deliverBatch(
      {
        mapping,
        shardId,
        streamArn: `${table.arn}/stream/2026-01-01T00:00:00.000`,
        records: wanted,
        arrivedAt: clock.now(),
      },
      {
        ...this.#options,
        pause: async (ms) => {
          this.#waiting = true;
          await clock.sleep(ms);
          this.#waiting = false;
        },
      },
    );
  }

  #isWanted(record: JsonObject): boolean {
    return this.#patterns.length === 0 || this.#patterns.some((pattern) => matches(pattern, record));
  }

  /** The engine has its own region, clock and no notion of time to live. */
  #shown(record: JsonObject): JsonObject {
    const change = objectAt(record, 'dynamodb');
    const isExpiry = record['eventName'] === 'REMOVE' && this.#options.isExpired(objectAt(change, 'Keys'));
    return {
      ...record,
      awsRegion: region,
      eventSourceARN: `${this.#options.table.arn}/stream/2026-01-01T00:00:00.000`,
      dynamodb: { ...change, ApproximateCreationDateTime: Math.floor(this.#options.clock.now() / 1000) },
      ...(isExpiry && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
    };
  }
}
