import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coalesced } from '#store/coalesced.ts';
import { memoryTable } from '#store/memory.ts';
import type { Table } from '#store/table.ts';

const keyOf = (n: number) => ({ pk: `customers#${n}`, sk: 'row' });

/** A table of ten rows that counts the requests made of it. */
async function counted() {
  const table = memoryTable();
  for (let n = 0; n < 10; n += 1) {
    await table.commit([{ op: 'put', key: keyOf(n), item: { n, list: [n] }, expect: 'absent' }]);
  }
  const requests: string[] = [];
  const counting: Table = {
    ...table,
    get: (key, options) => {
      requests.push(`get ${options?.consistent}`);
      return table.get(key, options);
    },
    getMany: (keys, options) => {
      requests.push(`getMany ${keys.length} ${options?.consistent}`);
      return table.getMany(keys, options);
    },
  };
  return { table: coalesced(counting), requests };
}

describe('reads that are asked for together', () => {
  test('go out as one request, whoever asks and however often for the same item', async () => {
    const { table, requests } = await counted();
    const items = await Promise.all([1, 2, 2, 99].map((n) => table.get(keyOf(n))));
    expect(items.map((item) => item?.['n'])).toEqual([1, 2, 2, undefined]);
    expect(requests).toEqual(['getMany 3 false']);
  });
  test('one alone is one GetItem', async () => {
    const { table, requests } = await counted();
    expect(await table.get(keyOf(1), { consistent: true })).toMatchObject({ n: 1 });
    expect(requests).toEqual(['get true']);
  });
  test('are kept apart from consistent ones', async () => {
    const { table, requests } = await counted();
    await Promise.all([table.get(keyOf(1)), table.get(keyOf(1), { consistent: true })]);
    expect(requests.toSorted()).toEqual(['get false', 'get true']);
  });
  test('give each reader an item of its own', async () => {
    const { table } = await counted();
    const [one, other] = await Promise.all([table.get(keyOf(3)), table.get(keyOf(3))]);
    (one?.['list'] as number[] | undefined)?.push(4);
    expect(other?.['list']).toEqual([3]);
  });
  test('give the same as reads one by one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ n: fc.nat(12), consistent: fc.boolean() })), async (reads) => {
        const { table } = await counted();
        const items = await Promise.all(reads.map(({ n, consistent }) => table.get(keyOf(n), { consistent })));
        expect(items.map((item) => item?.['n'])).toEqual(reads.map(({ n }) => (n < 10 ? n : undefined)));
      }),
      { numRuns: 30 },
    );
  });
});

test('a failed request fails each of its readers and no later one', async () => {
  const broken: Table = { ...memoryTable(), getMany: () => Promise.reject(new Error('down')) };
  const table = coalesced(broken);
  const both = await Promise.allSettled([table.get(keyOf(1)), table.get(keyOf(2))]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await table.get(keyOf(1))).toBeUndefined();
});
