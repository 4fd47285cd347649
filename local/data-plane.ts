import type { Assembly } from './assembly.ts';
import type { Clock } from './clock.ts';
import { type AgendaIndex, Agendas } from './dynamodb/agenda.ts';
import type { Engine } from './dynamodb/engine.ts';
import { Expiry } from './dynamodb/expiry.ts';
import { onFailure } from './dynamodb/on-failure.ts';
import { dynamoService, type Written } from './dynamodb/service.ts';
import { StreamReader } from './dynamodb/streams.ts';
import { createTables, recreateTables, tablesOf } from './dynamodb/tables.ts';
import { objectsAt } from './json.ts';
import type { Kept } from './kept.ts';
import { streamTable } from './mappings.ts';
import type { AwsReply, AwsRequest, Busy, Invoke, Rest, Service } from './service.ts';

export interface DataPlaneOptions {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly invoke: Invoke;
  readonly call: (request: AwsRequest) => Promise<AwsReply>;
  readonly rest: Rest;
  /** How far the streams were read. */
  readonly positions: Kept;
  readonly log: (line: string) => void;
}

/** The tables and everything that follows from a write: streams, time to live, what the agendas wait for. */
export class DataPlane implements Busy {
  readonly service: Service;
  readonly #options: DataPlaneOptions;
  readonly #agendas: Agendas;
  readonly #expiry: Expiry;
  readonly #readers: readonly StreamReader[];

  constructor(options: DataPlaneOptions) {
    const { assembly, engine, clock, log } = options;
    this.#options = options;
    this.#agendas = new Agendas(assembly, engine, clock);
    this.#expiry = new Expiry({ assembly, engine, clock, log, onExpired: () => this.#nudge() });
    this.service = dynamoService(assembly, engine, (written) => this.#onWrite(written));
    const failed = onFailure(options);
    this.#readers = assembly.ofType('AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
      const table = mapping.properties['Enabled'] === false ? undefined : streamTable(assembly, mapping);
      if (!table) return [];
      const isExpired = (key: Parameters<Expiry['wasRemoved']>[0]) => this.#expiry.wasRemoved(key);
      return [new StreamReader({ ...options, table, mapping, isExpired, onFailure: failed })];
    });
  }

  isBusy(): boolean {
    return this.#expiry.isBusy() || this.#readers.some((reader) => reader.isBusy());
  }

  /** Makes the tables; kept ones stay, and what their streams still hold is read on. */
  async start(isKept: boolean): Promise<void> {
    await createTables(this.#options.engine, this.#options.assembly);
    if (!isKept) return;
    await this.#expiry.findKept();
    this.#nudge();
  }

  /** The earliest entry of an agenda. A schedule names the index only; the table is the one that has it. */
  earliestDue(agenda: Omit<AgendaIndex, 'tableName'>): Promise<number | undefined> {
    const table = tablesOf(this.#options.assembly).find(({ properties }) =>
      objectsAt(properties, 'GlobalSecondaryIndexes').some((index) => index['IndexName'] === agenda.index),
    );
    if (!table) throw new Error(`no table has the index ${agenda.index}`);
    return this.#agendas.earliestDue({ ...agenda, tableName: table.name });
  }

  async reset(): Promise<void> {
    this.#expiry.clear();
    await recreateTables(this.#options.engine, this.#options.assembly);
    for (const reader of this.#readers) await reader.reset();
  }

  stop(): void {
    for (const reader of this.#readers) reader.stop();
  }

  #onWrite(written: Written): void {
    this.#agendas.onWrite(written);
    this.#expiry.onWrite(written);
    this.#nudge();
  }

  #nudge(): void {
    for (const reader of this.#readers) reader.nudge();
  }
}
