import type { Context as LambdaContext } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defineEvent, type EventDef } from '#events/define.ts';
import { sweep } from '#functions/agenda/sweep.ts';
import type { World } from '#functions/http/world.ts';
import { agendaKey, agendaShards, type Key, partition } from '#store/keys.ts';
import { memoryTable } from '#store/memory.ts';
import type { Item, Table, Write } from '#store/table.ts';
import { tables } from '#test/engine.ts';
import { idOf, TestClock, testObserver, testParts } from '#test/world.ts';

const hourMs = 3_600_000;
const start = '2026-11-22T01:00:00.000Z';

const rang: EventDef = defineEvent({
  context: 'activities',
  type: 'alarm.rang',
  version: 1,
  summary: 'A test alarm rang.',
  detail: z.object({ id: z.string(), at: z.string() }),
  example: { id: 'a', at: start },
});

interface Alarm {
  readonly id: string;
  readonly version: number;
  readonly rang: readonly string[];
  /** Instants still to come, the next first. */
  readonly plan: readonly string[];
}

const keyOf = (id: string): Key => ({ pk: partition('activities', id), sk: 'alarm' });

function alarmWrite(
  alarm: Alarm,
  events: World['event'] extends (...args: never) => infer E ? E[] : never = [],
): Write {
  const [at] = alarm.plan;
  return {
    op: 'put',
    key: keyOf(alarm.id),
    item: { ...alarm },
    expect: alarm.version === 1 ? 'absent' : { version: alarm.version - 1 },
    ...(at === undefined ? {} : { agenda: agendaKey('activities', at, alarm.id) }),
    ...(events.length === 0 ? {} : { events }),
  };
}

async function plant(table: Table, alarms: readonly Alarm[]): Promise<void> {
  for (let i = 0; i < alarms.length; i += 100)
    await table.commit(alarms.slice(i, i + 100).map((each) => alarmWrite(each)));
}

function alarm(n: number, ...plan: readonly string[]): Alarm {
  return { id: idOf('fol', n), version: 1, rang: [], plan };
}

/** The rule under test rings, and moves the alarm to its next instant or off the agenda. */
async function ring(item: Item, _key: Key, at: string, world: World): Promise<readonly Write[]> {
  const { id, version, plan, rang: before } = item as unknown as Alarm;
  const next = { id, version: version + 1, rang: [...before, at], plan: plan.slice(1) };
  return [alarmWrite(next, [world.event(rang, id, { id, at })])];
}

/** A container of the sweep over the table: its own ids and its own remaining time. */
function container(table: Table, clock: TestClock, options: { act?: typeof ring; remainingMs?: () => number } = {}) {
  const observer = testObserver();
  const handler = sweep({ context: 'activities', name: 'sweep' }, options.act ?? ring).within({
    parts: testParts(clock, table),
    observer,
  });
  const lambda = { awsRequestId: 'run-1', getRemainingTimeInMillis: options.remainingMs ?? (() => 60_000) };
  return { observer, run: () => handler({}, lambda as unknown as LambdaContext) };
}

async function alarmsIn(table: Table, count: number): Promise<readonly Alarm[]> {
  const items = await table.getMany(Array.from({ length: count }, (_, n) => keyOf(idOf('fol', n))));
  return items as unknown as readonly Alarm[];
}

// A thousand real writes, twice: seconds where nothing else runs, and more beside other tests.
describe.each(tables)('an agenda in $name', { timeout: 60_000 }, ({ open }) => {
  test('of two sweeps that overlap over 1,000 items each item is done exactly once', async () => {
    const table = await open();
    const due = '2026-11-22T00:59:00.000Z';
    await plant(
      table,
      Array.from({ length: 1000 }, (_, n) => alarm(n, due)),
    );
    const clock = new TestClock(start);

    const both = await Promise.all([container(table, clock).run(), container(table, clock).run()]);
    while ((await container(table, clock).run()).done > 0);

    expect(both.reduce((sum, { done }) => sum + done, 0)).toBe(1000);
    expect(both.reduce((sum, { left }) => sum + left, 0)).toBe(0);
    for (const each of await alarmsIn(table, 1000)) expect(each).toMatchObject({ version: 2, rang: [due], plan: [] });
  });

  test('items that always fail do not stand in the way of those behind them', async () => {
    const table = await open();
    const poisoned = 450;
    await plant(table, [
      ...Array.from({ length: poisoned }, (_, n) => alarm(n, '2026-11-20T00:00:00.000Z')),
      ...Array.from({ length: 50 }, (_, n) => alarm(poisoned + n, '2026-11-22T00:00:00.000Z')),
    ]);
    const act: typeof ring = (item, key, at, world) => {
      if (at < '2026-11-21') throw new Error('poison');
      return ring(item, key, at, world);
    };
    const { observer, run } = container(table, new TestClock(start), { act });

    expect(await run()).toEqual({ done: 50, overtaken: 0, left: poisoned });
    expect(await run()).toEqual({ done: 0, overtaken: 0, left: poisoned });
    expect(observer.bugs).toHaveLength(40);
  });
});

describe('the agenda', () => {
  test('nothing acts early, every instant acts once and in order, and an outage of any length is caught up', async () => {
    const instants = fc.uniqueArray(fc.integer({ min: 0, max: 240 }), { minLength: 1, maxLength: 4 });
    const outages = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 3, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(instants, { maxLength: 12 }), outages, async (plans, pauses) => {
        const table = memoryTable();
        const clock = new TestClock(start);
        const at = (hours: number): string => new Date(Date.parse(start) + hours * hourMs).toISOString();
        const planned = plans.map((hours) => [...hours].sort((a, b) => a - b).map(at));
        await plant(
          table,
          planned.map((plan, n) => alarm(n, ...plan)),
        );
        const act: typeof ring = (item, key, instant, world) => {
          expect(instant <= world.now.toISOString()).toBe(true);
          return ring(item, key, instant, world);
        };
        for (const hours of [...pauses, 300]) {
          clock.advance(hours * hourMs);
          while ((await container(table, clock, { act }).run()).done > 0);
          const now = clock.now.toISOString();
          for (const [n, each] of (await alarmsIn(table, plans.length)).entries()) {
            expect(each.rang).toEqual(planned[n]?.filter((instant) => instant <= now));
          }
        }
        expect(table.news).toHaveLength(planned.flat().length);
      }),
      { numRuns: 40 },
    );
  });

  test('an instant is due in its own millisecond and not in the one before', async () => {
    const table = memoryTable();
    await plant(table, [alarm(0, start)]);
    const clock = new TestClock(new Date(Date.parse(start) - 1).toISOString());

    expect(await container(table, clock).run()).toEqual({ done: 0, overtaken: 0, left: 0 });
    clock.advance(1);
    expect(await container(table, clock).run()).toEqual({ done: 1, overtaken: 0, left: 0 });
  });

  test('an index that still shows an item where it stood before does not make it act early', async () => {
    const table = memoryTable();
    await plant(table, [alarm(0, '2026-11-22T00:00:00.000Z')]);
    const stale = await table.query({
      index: 'agenda',
      pk: agendaKey('activities', start, idOf('fol', 0)).pk,
      limit: 9,
    });
    await table.commit([alarmWrite({ ...alarm(0, '2026-12-01T00:00:00.000Z'), version: 2 })]);
    const behind: Table = {
      ...table,
      query: async ({ pk }) => (stale.items[0]?.indexSk && pk.endsWith(shardOf(0)) ? stale : { items: [] }),
    };

    expect(await container(behind, new TestClock(start)).run()).toEqual({ done: 0, overtaken: 1, left: 0 });
    expect((await alarmsIn(table, 1))[0]?.rang).toEqual([]);
  });

  test('what a request moves while the sweep looks at it is left to the request', async () => {
    const table = memoryTable();
    await plant(table, [alarm(0, '2026-11-22T00:00:00.000Z')]);
    const act: typeof ring = async (item, key, at, world) => {
      await table.commit([alarmWrite({ ...alarm(0, '2026-12-01T00:00:00.000Z'), version: 2 })]);
      return ring(item, key, at, world);
    };

    expect(await container(table, new TestClock(start), { act }).run()).toEqual({ done: 0, overtaken: 1, left: 0 });
    expect((await alarmsIn(table, 1))[0]).toMatchObject({ version: 2, rang: [], plan: ['2026-12-01T00:00:00.000Z'] });
  });

  test('writes that leave the item where it is, or unguarded, are refused as a bug', async () => {
    const table = memoryTable();
    await plant(table, [alarm(0, '2026-11-22T00:00:00.000Z')]);
    const clock = new TestClock(start);
    const nothing = container(table, clock, { act: async () => [] });
    const unguarded = container(table, clock, {
      act: async (item, key) => [{ op: 'put', key, item, expect: 'any' }],
    });

    expect(await nothing.run()).toEqual({ done: 0, overtaken: 0, left: 1 });
    expect(await unguarded.run()).toEqual({ done: 0, overtaken: 0, left: 1 });
    expect(unguarded.observer.bugs).toHaveLength(1);
  });

  test('a run stops in time and the next one goes on where it stopped', async () => {
    const table = memoryTable();
    await plant(
      table,
      Array.from({ length: 600 }, (_, n) => alarm(n, '2026-11-22T00:00:00.000Z')),
    );
    const clock = new TestClock(start);
    let leftMs = 60_000;
    const act: typeof ring = (...due) => {
      leftMs -= 100;
      return ring(...due);
    };
    const first = await container(table, clock, { act, remainingMs: () => leftMs }).run();
    expect(first.done).toBeGreaterThan(0);
    expect(first.done).toBeLessThan(600);
    expect(leftMs).toBeGreaterThan(20_000);

    const second = await container(table, clock).run();
    expect(first.done + second.done).toBe(600);
  });

  test('a crowded shard is held by one sweep, and a lease outlives no crash for longer than the run', async () => {
    const table = memoryTable();
    await plant(
      table,
      Array.from({ length: 1000 }, (_, n) => alarm(n, '2026-11-22T00:00:00.000Z')),
    );
    const clock = new TestClock(start);
    const crashed = Array.from({ length: agendaShards }, (_, shard) => ({
      op: 'put' as const,
      key: { pk: partition('activities', 'lease', String(shard)), sk: 'lease' },
      item: { version: 7, until: '2026-11-22T01:00:30.000Z' },
      expect: 'absent' as const,
    }));
    await table.commit(crashed);

    expect(await container(table, clock).run()).toEqual({ done: 0, overtaken: 0, left: 0 });
    clock.advance(60_000);
    expect(await container(table, clock).run()).toEqual({ done: 1000, overtaken: 0, left: 0 });
    expect(await table.getMany(crashed.map(({ key }) => key))).toEqual(crashed.map(() => undefined));
  });

  test('an outage of the table in one shard does not stop the others and is logged', async () => {
    const table = memoryTable();
    await plant(
      table,
      Array.from({ length: 40 }, (_, n) => alarm(n, '2026-11-22T00:00:00.000Z')),
    );
    const broken: Table = {
      ...table,
      query: (options) => {
        if (options.pk.endsWith('#0')) throw new Error('outage');
        return table.query(options);
      },
    };
    const { observer, run } = container(broken, new TestClock(start));
    const { done } = await run();

    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(40);
    expect(observer.bugs).toHaveLength(1);
  });
});

function shardOf(n: number): string {
  return agendaKey('activities', start, idOf('fol', n)).pk.slice(-2);
}

test('a run reads a member once, however many of his items are due', async () => {
  const memory = memoryTable();
  const member: Key = { pk: partition('members', idOf('mem', 1)), sk: '~member' };
  await memory.commit([{ op: 'put', key: member, item: { name: 'Li' }, expect: 'absent' }]);
  await plant(
    memory,
    Array.from({ length: 150 }, (_, n) => alarm(n, start)),
  );
  const asked: string[] = [];
  const table: Table = {
    ...memory,
    get: (key, options) => {
      asked.push(key.pk);
      return memory.get(key, options);
    },
  };
  const act: typeof ring = async (item, key, at, world) => {
    expect(await world.table.get(member)).toMatchObject({ name: 'Li' });
    return ring(item, key, at, world);
  };
  expect(await container(table, new TestClock(start), { act }).run()).toMatchObject({ done: 150, left: 0 });
  expect(asked.filter((pk) => pk === member.pk)).toHaveLength(1);
});
