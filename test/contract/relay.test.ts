import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DynamoDBRecord, Context as LambdaContext } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Event } from '#events/define.ts';
import type { SetAside } from '#functions/batch/set-aside.ts';
import { type News, newsOf } from '#functions/relay/news.ts';
import { batches } from '#functions/relay/publish.ts';
import { relay } from '#functions/relay/relay.ts';
import type { Table } from '#store/table.ts';
import { engineTable, streamOf } from '#test/engine.ts';
import { idOf, testObserver } from '#test/world.ts';

const bridge = mockClient(EventBridgeClient);
afterEach(() => bridge.reset());
afterAll(() => bridge.restore());

const lambda = { awsRequestId: 'run-1' } as LambdaContext;

function toEvent(n: number, more: Partial<Event> = {}): Event {
  return {
    id: idOf('evt', n),
    type: 'customer.created',
    version: 1,
    subject: idOf('cus', n),
    at: '2026-11-22T00:00:00.000Z',
    actorId: idOf('mem', 1),
    cause: idOf('cus', n),
    detail: { n, name: '关系' },
    ...more,
  };
}

/** The stream record of a new item that tells these events. */
function recordOf(sequence: number, events: readonly unknown[], pk = 'customers#1'): DynamoDBRecord {
  const wire = (value: unknown): object => {
    if (typeof value === 'string') return { S: value };
    if (typeof value === 'number') return { N: String(value) };
    if (Array.isArray(value)) return { L: value.map(wire) };
    const entries = Object.entries(value ?? {}).map(([name, each]) => [name, wire(each)] as const);
    return { M: Object.fromEntries(entries) };
  };
  const image = { pk: { S: pk }, version: { N: '1' }, events: wire(events) };
  return { dynamodb: { SequenceNumber: String(sequence), NewImage: image } } as unknown as DynamoDBRecord;
}

function relayParts() {
  const setAside: SetAside[] = [];
  const observer = testObserver();
  const pauses: number[] = [];
  const patience = { random: () => 1, pause: async (ms: number) => void pauses.push(ms) };
  const deadLetters = async (message: SetAside) => void setAside.push(message);
  const bus = { client: new EventBridgeClient({ region: 'eu-central-1' }), busName: 'bus', patience };
  const run = (...Records: readonly DynamoDBRecord[]) =>
    relay({ bus, deadLetters, observer })({ Records: [...Records] }, lambda);
  return { run, setAside, observer, pauses };
}

function published(): readonly { readonly source: unknown; readonly type: unknown; readonly event: Event }[] {
  return bridge
    .commandCalls(PutEventsCommand)
    .flatMap(({ args: [{ input }] }) => input.Entries ?? [])
    .map(({ Source, DetailType, Detail }) => ({ source: Source, type: DetailType, event: JSON.parse(Detail ?? '') }));
}

function acceptAll(): void {
  bridge.on(PutEventsCommand).callsFake(({ Entries }: { Entries: readonly unknown[] }) => ({
    FailedEntryCount: 0,
    Entries: Entries.map((_, i) => ({ EventId: String(i) })),
  }));
}

describe('the relay over the engine’s stream', () => {
  const key = { pk: 'customers#1', sk: 'a' };

  async function tell(work: (table: Table) => Promise<void>): Promise<readonly (readonly unknown[])[]> {
    const engine = await engineTable();
    await work(engine.table);
    return (await streamOf(engine)).map((record) => newsOf(record).map((news) => JSON.parse(news.detail) as unknown));
  }

  test('an item’s news goes out with the version that means it, whole, and under its context’s source', async () => {
    acceptAll();
    const engine = await engineTable();
    await engine.table.commit([
      { op: 'put', key, item: { version: 1 }, expect: 'absent', events: [toEvent(1), toEvent(2)], slim: { a: 1 } },
      { op: 'put', key: { pk: 'tickets#1', sk: 'a' }, item: { version: 1 }, expect: 'absent', events: [toEvent(3)] },
    ]);
    const { run } = relayParts();

    expect(await run(...(await streamOf(engine)))).toEqual({ batchItemFailures: [] });
    expect(published()).toEqual([
      { source: 'guanxi.customers', type: 'customer.created', event: toEvent(1) },
      { source: 'guanxi.customers', type: 'customer.created', event: toEvent(2) },
      { source: 'guanxi.tickets', type: 'customer.created', event: toEvent(3) },
    ]);
  });

  test('only a new version is news: not a counter beside it, not a version without events, not a removal', async () => {
    const told = await tell(async (table) => {
      await table.commit([{ op: 'put', key, item: { version: 1 }, expect: 'absent', events: [toEvent(1)] }]);
      await table.commit([{ op: 'add', key, add: { seen: 1 } }]);
      await table.commit([{ op: 'put', key, item: { version: 2 }, expect: { version: 1 }, events: [toEvent(2)] }]);
      await table.commit([{ op: 'put', key, item: { version: 3 }, expect: { version: 2 } }]);
      await table.commit([{ op: 'delete', key, expect: { version: 3 } }]);
    });
    expect(told).toEqual([[toEvent(1)], [], [toEvent(2)], [], []]);
  });

  test('of an item without versions the ids of its events tell what is new', async () => {
    const told = await tell(async (table) => {
      await table.commit([{ op: 'put', key, item: {}, expect: 'any', events: [toEvent(1)] }]);
      await table.commit([{ op: 'put', key, item: { more: 1 }, expect: 'any', events: [toEvent(1)] }]);
      await table.commit([{ op: 'put', key, item: {}, expect: 'any', events: [toEvent(1), toEvent(2)] }]);
    });
    expect(told).toEqual([[toEvent(1)], [], [toEvent(1), toEvent(2)]]);
  });
});

describe('publishing', () => {
  test('what fails inside a successful answer is sent again alone, waiting longer each time', async () => {
    const failed = { FailedEntryCount: 1, Entries: [{ EventId: 'a' }, { ErrorCode: 'ThrottlingException' }] };
    bridge
      .on(PutEventsCommand)
      .resolvesOnce(failed)
      .resolvesOnce({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] })
      .resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'b' }] });
    const { run, setAside, pauses } = relayParts();

    expect(await run(recordOf(1, [toEvent(1), toEvent(2)]))).toEqual({ batchItemFailures: [] });
    expect(published().map(({ event }) => event.id)).toEqual([1, 2, 2, 2].map((n) => idOf('evt', n)));
    expect(pauses).toEqual([50, 100]);
    expect(setAside).toEqual([]);
  });

  test('what the bus refuses to the end is set aside whole with its reason, and holds nothing up', async () => {
    bridge.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }],
    });
    const { run, setAside } = relayParts();

    expect(await run(recordOf(1, [toEvent(1)]))).toEqual({ batchItemFailures: [] });
    expect(setAside).toMatchObject([
      { reason: 'bus: MalformedDetail Detail is malformed.', source: 'relay', bus: 'bus' },
    ]);
    expect(JSON.parse(setAside[0]?.body ?? '')).toEqual({
      source: 'guanxi.customers',
      'detail-type': 'customer.created',
      detail: toEvent(1),
    });
  });

  test('a shape that nobody knows is never published: it is set aside, and its neighbours go out', async () => {
    acceptAll();
    const { run, setAside } = relayParts();
    const strange = { ...toEvent(2), type: 'no type' };

    const answer = await run(
      recordOf(1, [toEvent(1), strange]),
      recordOf(2, [toEvent(3)], 'strangers#1'),
      recordOf(3, ['text', toEvent(4)]),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(published().map(({ event }) => event.id)).toEqual([idOf('evt', 1), idOf('evt', 4)]);
    expect(setAside.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('/type'),
      expect.stringContaining('contract'),
      expect.stringContaining('contract'),
    ]);
    expect(setAside.map(({ body }) => JSON.parse(body).detail)).toEqual([strange, toEvent(3), 'text']);
  });

  test('an outage of the bus brings the stream back to the first news that did not get out', async () => {
    bridge
      .on(PutEventsCommand)
      .resolvesOnce({ FailedEntryCount: 0, Entries: Array.from({ length: 10 }, () => ({ EventId: 'a' })) })
      .rejects(new Error('outage'));
    const { run, observer, setAside } = relayParts();
    const records = Array.from({ length: 15 }, (_, n) => recordOf(100 + n, [toEvent(n)]));

    expect(await run(...records, recordOf(200, ['strange']))).toEqual({
      batchItemFailures: [{ itemIdentifier: '110' }],
    });
    expect(observer.bugs).toHaveLength(1);
    expect(setAside).toEqual([]);
  });

  test('when neither bus nor queue takes it, it comes back', async () => {
    acceptAll();
    const deadLetters = async () => {
      throw new Error('outage');
    };
    const patience = { random: () => 0, pause: async () => {} };
    const bus = { client: new EventBridgeClient({ region: 'eu-central-1' }), busName: 'bus', patience };
    const run = relay({ bus, deadLetters, observer: testObserver() });

    expect(await run({ Records: [recordOf(1, [toEvent(1)]), recordOf(2, ['strange'])] }, lambda)).toEqual({
      batchItemFailures: [{ itemIdentifier: '2' }],
    });
  });

  test('batches keep order and every news, hold at most ten entries and 256 KB', () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 30_000, max: 300_000 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const news = lengths.map(
          (length, n): News => ({ source: 's', detailType: String(n), detail: 'x'.repeat(length) }),
        );
        const made = batches(news);
        expect(made.flat()).toEqual(news);
        for (const batch of made) {
          const bytes = batch.reduce(
            (sum, each) => sum + each.source.length + each.detailType.length + each.detail.length,
            0,
          );
          expect(batch.length).toBeLessThanOrEqual(10);
          expect(bytes <= 256 * 1024 || batch.length === 1).toBe(true);
        }
      }),
    );
  });

  test('an event too large for the bus is set aside without being sent', async () => {
    acceptAll();
    const { run, setAside } = relayParts();
    await run(recordOf(1, [toEvent(1, { detail: 'x'.repeat(300_000) }), toEvent(2)]));

    expect(published().map(({ event }) => event.id)).toEqual([idOf('evt', 2)]);
    expect(setAside.map(({ reason }) => reason)).toEqual([expect.stringContaining('more than 262144')]);
  });
});
