import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gathered } from '#store/gathered.ts';
import { memoryTable } from '#store/memory.ts';
import { StaleWrite, type Table, type Write } from '#store/table.ts';

const keyOf = (n: number) => ({ pk: `customers#${n}`, sk: 'row' });
const put = (n: number, item = {}): Write => ({ op: 'put', key: keyOf(n), item, expect: 'absent' });
const add = (n: number): Write => ({ op: 'add', key: keyOf(100 + n), add: { count: 1 } });

function counted() {
  const memory = memoryTable();
  const sizes: number[] = [];
  const counting: Table = {
    ...memory,
    commit: (writes) => {
      sizes.push(writes.length);
      return memory.commit(writes);
    },
  };
  return { memory, counting, table: gathered(counting), sizes };
}

describe('commits that are made together', () => {
  test('are one transaction, and what several add to one counter is one write', async () => {
    const { table, sizes, memory } = counted();
    await Promise.all([1, 2, 3].map((n) => table.commit([put(n), add(0)])));
    expect(sizes).toEqual([4]);
    expect(await memory.get(keyOf(100))).toEqual({ count: 3 });
  });
  test('are as many transactions as a hundred writes need', async () => {
    const { table, sizes } = counted();
    await Promise.all(Array.from({ length: 60 }, (_, n) => table.commit([put(n), put(n + 1000), put(n + 2000)])));
    expect(sizes).toEqual([99, 81]);
  });
  test('a single write goes alone', async () => {
    const { table, sizes } = counted();
    await Promise.all([table.commit([put(1)]), table.commit([put(2), put(3)]), table.commit([])]);
    expect(sizes.filter((size) => size > 0)).toEqual([1, 2]);
  });
  test('one whose row stands already is refused alone, with the place of its own write', async () => {
    const { table, memory } = counted();
    await memory.commit([put(2, { there: true })]);
    const [one, two, three] = await Promise.allSettled([
      table.commit([put(1), add(0)]),
      table.commit([add(0), put(2)]),
      table.commit([put(3), add(0)]),
    ]);
    expect([one?.status, three?.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(two).toMatchObject({ reason: expect.any(StaleWrite) });
    expect(two).toMatchObject({ reason: { failed: [{ index: 1, found: { there: true } }] } });
    expect(await memory.get(keyOf(100))).toEqual({ count: 2 });
  });
  test('audited items of several writers are not mixed, others are', async () => {
    const { table, sizes } = counted();
    const audited = (n: number): Write => ({ ...put(n), key: { pk: `customers#cus_${n}`, sk: '~customer' } }) as Write;
    await Promise.all([1, 2].map((n) => table.commit([audited(n), put(n)], { actor: `mem_${n}` })));
    await Promise.all([3, 4].map((n) => table.commit([put(n), put(n + 10)], { actor: `mem_${n}` })));
    expect(sizes).toEqual([2, 2, 4]);
  });
  test('wait for those who are still reading', async () => {
    const { table, sizes, memory } = counted();
    await memory.commit([put(1)]);
    const late = async () => {
      await table.query({ pk: keyOf(1).pk, limit: 1 });
      await table.query({ pk: keyOf(1).pk, limit: 1 });
      await table.commit([put(4), put(5)]);
    };
    await Promise.all([table.commit([put(2), put(3)]), late()]);
    expect(sizes).toEqual([4]);
  });
  test('any other failure is told to all of its transaction', async () => {
    const { counting } = counted();
    const table = gathered({ ...counting, commit: () => Promise.reject(new Error('down')) });
    const all = await Promise.allSettled([table.commit([put(1), put(2)]), table.commit([put(3), put(4)])]);
    expect(all).toMatchObject([{ reason: { message: 'down' } }, { reason: { message: 'down' } }]);
  });
  test('leave the same rows as commits one after the other, the first to ask having the row', async () => {
    const writes = fc.uniqueArray(fc.nat(15), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(writes, { maxLength: 60 }), async (all) => {
        const commits = all.map((rows, who) => rows.map((n) => (n < 12 ? put(n, { who }) : add(n))));
        const { table, memory } = counted();
        const plain = memoryTable();
        const expected: string[] = [];
        for (const each of commits) {
          const done = plain.commit(each);
          expected.push(
            await done.then(
              () => 'fulfilled',
              () => 'rejected',
            ),
          );
        }
        const found = await Promise.allSettled(commits.map((each) => table.commit(each)));
        expect(found.map(({ status }) => status)).toEqual(expected);
        expect(memory.rows()).toEqual(plain.rows());
      }),
      { numRuns: 40 },
    );
  });
});

test('numbers that are asked for together are given in the order of asking, none left out, by one request', async () => {
  const { memory } = counted();
  const asked: (number | undefined)[] = [];
  const next: Table['next'] = (key, counter, by) => {
    asked.push(by);
    return memory.next(key, counter, by);
  };
  const table = gathered({ ...memory, next });
  const numbers = await Promise.all([1, 2, 3].map(() => table.next(keyOf(1), 'count')));
  expect(numbers).toEqual([1, 2, 3]);
  expect(await table.next(keyOf(1), 'count')).toBe(4);
  expect(asked).toEqual([3, 1]);
});
