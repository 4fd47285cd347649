import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Table } from '#store/table.ts';
import { bulk } from './bulk-edits.ts';
import { asChen, wang } from './company.ts';

const everyone = { field: 'name', op: 'is-set', value: true } as const;

/** Dies at the commit after so many: with it or without it, as the worker's last breath would have it. */
function dying(table: Table, commits: number, isWritten: boolean): Table {
  let left = commits;
  return {
    ...table,
    commit: async (writes, writer) => {
      if (left < 0) throw new Error('dead');
      if (left > 0 || isWritten) await table.commit(writes, writer);
      left -= 1;
      if (left < 0) throw new Error('killed');
    },
  };
}

const changes = fc.constantFrom(
  { changes: { addTags: ['新'], level: 'vip' }, type: 'customer.changed' },
  { changes: { ownerId: wang }, reason: '调整', type: 'customer.owner-changed' },
);

test('wherever the worker dies, each customer is changed once, and every one is in one count', async () => {
  const death = fc.record({ after: fc.integer({ min: 0, max: 8 }), isWritten: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(death, { maxLength: 8 }), changes, async (deaths, { type, ...wanted }) => {
      const { some, start, work, view, told, table } = await bulk();
      const made = await some(7, (n) => (n === 7 ? { level: 'vip', tags: ['新'] } : {}));
      const id = await start({ filter: everyone, ...wanted }, asChen);
      for (const { after, isWritten } of deaths) {
        await work(dying(table, after, isWritten)).catch(() => undefined);
        const { counts } = await view(id, asChen);
        expect(counts.changed + counts.unchanged + counts.refused).toBe(counts.total);
      }
      await work();
      // Hand-overs meet all, the other change finds the last as it should be.
      const met = made.slice(0, type === 'customer.changed' ? 6 : 7).map((each) => each.id);
      expect(told(type)).toEqual(new Map(met.map((each) => [each, 1])));
      expect(await view(id, asChen)).toMatchObject({
        state: 'completed',
        selected: 7,
        counts: { total: 7, changed: met.length, unchanged: 7 - met.length, refused: 0 },
      });
    }),
    { numRuns: 40 },
  );
});
