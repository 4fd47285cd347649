import { expect, test } from 'vitest';
import { memoryTable } from '#store/memory.ts';
import { remembered } from '#store/remembered.ts';
import type { Table } from '#store/table.ts';

test('what is kept is read once for a piece of work, and anew by who asks consistently', async () => {
  const memory = memoryTable();
  const asked: string[] = [];
  const counting: Table = {
    ...memory,
    get: (key, options) => {
      asked.push(`${key.pk} ${options?.consistent === true}`);
      return memory.get(key, options);
    },
    query: (options) => {
      asked.push(options.pk);
      return memory.query(options);
    },
  };
  const table = remembered(counting, (pk) => pk.startsWith('members#'));
  const [kept, other] = [
    { pk: 'members#1', sk: 'a' },
    { pk: 'customers#1', sk: 'a' },
  ];
  await memory.commit([{ op: 'put', key: kept, item: { n: 1 }, expect: 'absent' }]);
  expect(await Promise.all([table.get(kept), table.get(kept)])).toEqual([{ n: 1 }, { n: 1 }]);
  await table.get(kept, { consistent: true });
  await table.get(other);
  await table.get(other);
  const one = await table.query({ pk: kept.pk, limit: 1 });
  expect(await table.query({ pk: kept.pk, limit: 1 })).toEqual(one);
  expect(asked).toEqual(['members#1 false', 'members#1 true', 'customers#1 false', 'customers#1 false', 'members#1']);
});
