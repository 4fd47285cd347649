import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Found, QueryOptions, Table } from '#store/table.ts';
import { tables } from '#test/engine.ts';

async function readAll(table: Table, options: Omit<QueryOptions, 'limit' | 'after'>, limit: number) {
  const pages: (readonly Found[])[] = [];
  let after: QueryOptions['after'];
  do {
    const page = await table.query({ ...options, limit, ...(after === undefined ? {} : { after }) });
    pages.push(page.items);
    after = page.next;
  } while (after !== undefined);
  return pages;
}

describe.each(tables)('paging in $name', { timeout: 30_000 }, ({ open }) => {
  /** Characters whose UTF-16 order differs from their UTF-8 order stand among them. */
  const sortKey = fc.string({
    unit: fc.constantFrom('a', 'b', '#', '~', 'é', '关', '\uffee', '😀'),
    minLength: 1,
    maxLength: 4,
  });
  const rows = fc.uniqueArray(fc.record({ sk: sortKey, index: sortKey }), { maxLength: 25, selector: ({ sk }) => sk });
  const bounds = fc.record(
    { from: sortKey, to: sortKey, beginsWith: sortKey, descending: fc.boolean(), index: fc.constant('gsi1' as const) },
    { requiredKeys: [] },
  );
  const byUtf8 = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

  test('every row of the range comes exactly once and in order, whatever the page size; only the last page is short', async () => {
    const table = await open();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(rows, bounds, fc.integer({ min: 1, max: 9 }), async (given, options, limit) => {
        run += 1;
        const pk = `customers#${run}`;
        await table.commit(
          given.map(({ sk, index }) => ({
            op: 'put',
            key: { pk, sk },
            item: { own: sk },
            slim: { index },
            gsi1: { pk, sk: index },
            expect: 'absent',
          })),
        );
        const pages = await readAll(table, { pk, ...options }, limit);
        const [name, field] = options.index === undefined ? (['sk', 'own'] as const) : (['index', 'index'] as const);
        const expected = given
          .map((row) => row[name])
          .filter((sk) => options.from === undefined || byUtf8(sk, options.from) >= 0)
          .filter((sk) => options.to === undefined || byUtf8(sk, options.to) <= 0)
          .filter((sk) => options.beginsWith === undefined || sk.startsWith(options.beginsWith))
          .sort((a, b) => (options.descending === true ? byUtf8(b, a) : byUtf8(a, b)));

        expect(pages.flat().map(({ item }) => item[field])).toEqual(expected);
        expect(new Set(pages.flat().map(({ key }) => key.sk)).size).toBe(expected.length);
        for (const page of pages.slice(0, -1)) expect(page).toHaveLength(limit);
        if (expected.length > 0) expect(pages.at(-1)?.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  test('a row that does not change while paging comes exactly once, however others come and go', async () => {
    const table = await open();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.infiniteStream(sortKey),
        fc.integer({ min: 1, max: 4 }),
        async (given, others, limit) => {
          run += 1;
          const pk = `customers#b${run}`;
          const stay = new Set(given.map(({ sk }) => sk));
          await table.commit(given.map(({ sk }) => ({ op: 'put', key: { pk, sk }, item: {}, expect: 'absent' })));
          const seen: string[] = [];
          let after: QueryOptions['after'];
          do {
            const page = await table.query({ pk, limit, ...(after === undefined ? {} : { after }) });
            seen.push(...page.items.map(({ key }) => key.sk).filter((sk) => stay.has(sk)));
            after = page.next;
            const sk = others.next().value;
            const gone = page.items.map(({ key }) => key).find((key) => !stay.has(key.sk));
            if (!stay.has(sk)) await table.commit([{ op: 'put', key: { pk, sk }, item: {}, expect: 'any' }]);
            if (gone !== undefined && gone.sk !== sk) await table.commit([{ op: 'delete', key: gone, expect: 'any' }]);
          } while (after !== undefined && seen.length < 100);
          expect([...seen].sort(byUtf8)).toEqual([...stay].sort(byUtf8));
        },
      ),
      { numRuns: 30 },
    );
  });
});
