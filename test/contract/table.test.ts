import { describe, expect, test } from 'vitest';
import { agendaKey, type Key } from '#store/keys.ts';
import { type QueryOptions, StaleWrite, type Write, withConsistentReads } from '#store/table.ts';
import { engineTable, tables } from '#test/engine.ts';

const at = (sk: string, pk = 'customers#1'): Key => ({ pk, sk });

function put(sk: string, item: Record<string, unknown> = {}, more: Partial<Extract<Write, { op: 'put' }>> = {}): Write {
  return { op: 'put', key: at(sk), item, expect: 'any', ...more };
}

async function staleOf(promise: Promise<unknown>): Promise<StaleWrite> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StaleWrite);
  return error as StaleWrite;
}

describe.each(tables)('a table in $name', { timeout: 30_000 }, ({ open }) => {
  test('an item comes back as it was written, without keys, placement and news', async () => {
    const table = await open();
    const item = {
      version: 1,
      name: '关系',
      tags: ['a', 'b'],
      nested: { deep: [1, null, true, { x: 0.5 }] },
      empty: '',
    };
    await table.commit([
      put('a', item, {
        gsi1: at('1', 'customers#x'),
        agenda: agendaKey('customers', '2026-01-01T00:00:00Z', 'a'),
        slim: { level: 'vip' },
        expiresAt: 2_000_000_000,
        events: [
          {
            id: 'evt_1',
            type: 'a.b',
            version: 1,
            subject: 'a',
            at: '2026-01-01T00:00:00.000Z',
            actorId: 'system',
            cause: 'a',
            detail: {},
          },
        ],
      }),
    ]);

    expect(await table.get(at('a'))).toEqual({ ...item, level: 'vip' });
    expect(await table.get(at('a'), { consistent: true })).toEqual({ ...item, level: 'vip' });
    expect(await table.get(at('b'))).toBeUndefined();
  });

  test('undefined values are left out, and what cannot be stored is refused', async () => {
    const table = await open();
    await table.commit([put('a', { kept: 1, gone: undefined, list: [1, undefined, 2], map: { gone: undefined } })]);
    expect(await table.get(at('a'))).toEqual({ kept: 1, list: [1, 2], map: {} });

    await expect(table.commit([put('a', { broken: Number.NaN })])).rejects.toThrow();
    await expect(table.commit([put('a', { broken: new Date(0) })])).rejects.toThrow();
    await expect(table.commit([put('', {})])).rejects.toThrow(RangeError);
    await expect(table.commit([put('a', { events: [] })])).rejects.toThrow(RangeError);
    await expect(table.commit([put('a'), put('a')])).rejects.toThrow(RangeError);
    await expect(table.commit(Array.from({ length: 101 }, (_, i) => put(`x${i}`)))).rejects.toThrow(RangeError);
    expect(await table.get(at('a'))).toEqual({ kept: 1, list: [1, 2], map: {} });
  });

  test('a row handed out is a copy: changing it changes nothing in the table', async () => {
    const table = await open();
    const item = { tags: ['a'] };
    await table.commit([put('a', item)]);
    item.tags.push('b');
    const read = await table.get(at('a'));
    Object.assign(read ?? {}, { tags: 'changed' });

    expect(await table.get(at('a'))).toEqual({ tags: ['a'] });
  });

  test('absent, version and any hold for a single write, and a failure tells what stood there', async () => {
    const table = await open();
    await table.commit([put('a', { version: 1 }, { expect: 'absent' })]);

    expect((await staleOf(table.commit([put('a', { version: 1 }, { expect: 'absent' })]))).failed).toEqual([
      { index: 0, found: { version: 1 } },
    ]);
    await table.commit([put('a', { version: 2, name: 'second' }, { expect: { version: 1 } })]);
    expect((await staleOf(table.commit([put('a', { version: 2 }, { expect: { version: 1 } })]))).failed).toEqual([
      { index: 0, found: { version: 2, name: 'second' } },
    ]);
    expect((await staleOf(table.commit([put('b', { version: 2 }, { expect: { version: 1 } })]))).failed).toEqual([
      { index: 0 },
    ]);
    await table.commit([put('a', { name: 'no version' })]);
    expect(await table.get(at('a'))).toEqual({ name: 'no version' });
  });

  test('a write over a version must hold the next one, because the relay tells news by it', async () => {
    const table = await open();
    await expect(table.commit([put('a', { version: 1 }, { expect: { version: 1 } })])).rejects.toThrow(RangeError);
  });

  test('a version in the slim part is a version', async () => {
    const table = await open();
    await table.commit([put('a', { name: 'n' }, { slim: { version: 1 }, expect: 'absent' })]);
    await table.commit([put('a', { name: 'm' }, { slim: { version: 2 }, expect: { version: 1 } })]);

    expect(await table.get(at('a'))).toEqual({ name: 'm', version: 2 });
    await staleOf(table.commit([{ op: 'delete', key: at('a'), expect: { version: 1 } }]));
  });

  test('a deletion keeps to its expectation', async () => {
    const table = await open();
    await table.commit([put('a', { version: 3 })]);

    expect((await staleOf(table.commit([{ op: 'delete', key: at('a'), expect: { version: 2 } }]))).failed).toEqual([
      { index: 0, found: { version: 3 } },
    ]);
    await table.commit([{ op: 'delete', key: at('a'), expect: { version: 3 } }]);
    expect(await table.get(at('a'))).toBeUndefined();
    await staleOf(table.commit([{ op: 'delete', key: at('a'), expect: { version: 3 } }]));
    await table.commit([{ op: 'delete', key: at('a'), expect: 'any' }]);
  });

  test('several writes happen all or not at all, and every failed expectation is named', async () => {
    const table = await open();
    await table.commit([put('a', { version: 1 }), put('c', { version: 7 })]);

    const stale = await staleOf(
      table.commit([
        put('a', { version: 1 }, { expect: 'absent' }),
        put('b', { version: 1 }, { expect: 'absent' }),
        { op: 'check', key: at('c'), expect: { version: 6 } },
        { op: 'check', key: at('d'), expect: 'present' },
      ]),
    );
    expect(stale.failed).toEqual([
      { index: 0, found: { version: 1 } },
      { index: 2, found: { version: 7 } },
      { index: 3 },
    ]);
    expect(await table.get(at('b'))).toBeUndefined();

    await table.commit([
      put('b', { version: 1 }, { expect: 'absent' }),
      { op: 'check', key: at('c'), expect: { version: 7 } },
      { op: 'check', key: at('a'), expect: 'present' },
      { op: 'check', key: at('d'), expect: 'absent' },
      { op: 'check', key: at('e'), expect: 'any' },
      { op: 'add', key: at('n'), add: { count: 2 } },
    ]);
    expect(await table.getMany([at('b'), at('d'), at('e'), at('n')])).toEqual([
      { version: 1 },
      undefined,
      undefined,
      { count: 2 },
    ]);
  });

  test('a check alone holds or fails and writes nothing; no writes are no commit', async () => {
    const table = await open();
    await table.commit([]);
    await table.commit([{ op: 'check', key: at('a'), expect: 'absent' }]);
    await staleOf(table.commit([{ op: 'check', key: at('a'), expect: 'present' }]));
    expect(await table.get(at('a'))).toBeUndefined();
  });

  test('counters add up in any order and need not exist before', async () => {
    const table = await open();
    await Promise.all([1, 2, 3].map((n) => table.commit([{ op: 'add', key: at('n'), add: { 'p:usd': n, count: 1 } }])));
    expect(await table.get(at('n'))).toEqual({ 'p:usd': 6, count: 3 });
    await table.commit([{ op: 'add', key: at('n'), add: { count: -1 }, expiresAt: 2_000_000_000 }]);
    expect(await table.get(at('n'))).toEqual({ 'p:usd': 6, count: 2 });
  });

  test('a number is given once, however many ask at the same moment', async () => {
    const table = await open();
    const numbers = await Promise.all(Array.from({ length: 20 }, () => table.next(at('seq'), 'n')));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  test('many are read in the order asked, doubles and gaps included', async () => {
    const table = await open();
    for (let i = 0; i < 230; i += 100) {
      await table.commit(Array.from({ length: Math.min(100, 230 - i) }, (_, k) => put(`r${i + k}`, { n: i + k })));
    }
    const asked = [...Array.from({ length: 230 }, (_, i) => 229 - i), 5, 999, 5];
    const found = await table.getMany(asked.map((n) => at(`r${n}`)));
    expect(found.map((item) => item?.['n'])).toEqual([...asked.slice(0, 230), 5, undefined, 5]);
    expect(await table.getMany([])).toEqual([]);
  });

  test('an index holds the key and the slim part; the agenda holds the keys', async () => {
    const table = await open();
    const agenda = agendaKey('customers', '2026-01-01T00:00:00Z', 'a');
    await table.commit([
      put('a', { version: 1, secret: 1 }, { gsi2: at('n#1', 'customers#g'), agenda, slim: { name: 'n' } }),
    ]);

    expect((await table.query({ index: 'gsi2', pk: 'customers#g', limit: 5 })).items).toEqual([
      { key: at('a'), indexSk: 'n#1', item: { name: 'n' } },
    ]);
    expect((await table.query({ index: 'agenda', pk: agenda.pk, limit: 5 })).items).toEqual([
      { key: at('a'), indexSk: agenda.sk, item: {} },
    ]);
    expect(await table.query({ index: 'gsi1', pk: 'customers#g', limit: 5 })).toEqual({ items: [] });

    await table.commit([put('a', { version: 2 }, { expect: { version: 1 } })]);
    expect(await table.query({ index: 'agenda', pk: agenda.pk, limit: 5 })).toEqual({ items: [] });
  });

  test('a cursor outside of the bounds is the start or the end, never an error', async () => {
    const table = await open();
    await table.commit(['a', 'b', 'c', 'd'].map((sk) => put(sk, { letter: sk })));
    const ask = async (more: Omit<QueryOptions, 'pk' | 'limit'>) =>
      (await table.query({ pk: 'customers#1', limit: 9, ...more })).items.map(({ item }) => item['letter']);

    expect(await ask({ from: 'b', to: 'c', after: at('a') })).toEqual(['b', 'c']);
    expect(await ask({ from: 'b', to: 'c', after: at('b') })).toEqual(['c']);
    expect(await ask({ from: 'b', to: 'c', after: at('c') })).toEqual([]);
    expect(await ask({ from: 'b', to: 'c', after: at('d') })).toEqual([]);
    expect(await ask({ from: 'b', to: 'c', descending: true, after: at('d') })).toEqual(['c', 'b']);
    expect(await ask({ from: 'b', to: 'c', descending: true, after: at('a') })).toEqual([]);
    expect(await ask({ from: 'c', to: 'b' })).toEqual([]);
    expect(await ask({ beginsWith: 'b', from: 'c' })).toEqual([]);
    expect(await ask({ after: at('b', 'tickets#foreign') })).toEqual(['c', 'd']);
  });

  test('consistent reads answer the same', async () => {
    const table = withConsistentReads(await open());
    await table.commit([put('a', { n: 1 }, { gsi1: at('1', 'customers#g'), slim: { s: 1 } })]);
    expect(await table.get(at('a'))).toEqual({ n: 1, s: 1 });
    expect(await table.getMany([at('a')])).toEqual([{ n: 1, s: 1 }]);
    expect((await table.query({ pk: 'customers#1', limit: 1 })).items).toHaveLength(1);
    expect((await table.query({ index: 'gsi1', pk: 'customers#g', limit: 1 })).items).toHaveLength(1);
  });
});

describe('what the engine charges', () => {
  test('one write is one request, an unchanged index is free, and a transaction costs double', async () => {
    const { table, capacity } = await engineTable();
    const cost = async (work: () => Promise<unknown>): Promise<readonly [read: number, write: number]> => {
      const before = { ...capacity };
      await work();
      return [capacity.read - before.read, capacity.write - before.write];
    };
    const places = {
      slim: { name: 'n' },
      gsi1: at('1'),
      gsi2: at('2'),
      gsi3: at('3'),
      agenda: agendaKey('customers', '2026-01-01T00:00:00Z', 'a'),
    };
    const moved = { ...places, agenda: agendaKey('customers', '2026-01-02T00:00:00Z', 'a') };

    expect(await cost(() => table.commit([put('plain')]))).toEqual([0, 1]);
    expect(await cost(() => table.commit([put('a', { version: 1 }, places)]))).toEqual([0, 5]);
    expect(await cost(() => table.commit([put('a', { version: 2 }, places)]))).toEqual([0, 1]);
    expect(await cost(() => table.commit([put('a', { version: 3 }, moved)]))).toEqual([0, 3]);
    expect(await cost(() => table.commit([put('b'), put('c')]))).toEqual([0, 4]);
    expect(await cost(() => table.next(at('n'), 'n'))).toEqual([0, 1]);
    expect(await cost(() => table.get(at('a')))).toEqual([0.5, 0]);
    expect(await cost(() => table.get(at('a'), { consistent: true }))).toEqual([1, 0]);
    expect(await cost(() => table.query({ pk: 'customers#1', limit: 20 }))).toEqual([0.5, 0]);
    expect(await cost(() => table.query({ index: 'agenda', pk: 'customers#due#9', limit: 20 }))).toEqual([0.5, 0]);
  });
});
