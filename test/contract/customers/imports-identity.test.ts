import fc from 'fast-check';
import { expect, test } from 'vitest';
import { engineTable } from '#test/engine.ts';
import { exchange, header, rowOf, rowsOf } from './imports.ts';

/** One of each kind of damage; a row that stands twice is a twin of itself. */
const damaged = [
  '没有电话公司,王,,\n',
  ',,13900000001,\n',
  '错号公司,王,1,\n',
  '甲,乙,13900000002,x,多了\n',
  '\n',
  '"引,号",王,13900000003,\n',
];
const row = fc.oneof(fc.integer({ min: 1, max: 8 }).map(rowOf), fc.constantFrom(...damaged));

test('whatever is in the file and whenever the worker dies, every row is in one count and no customer is there twice', async () => {
  const kills = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 6 });
  const onDuplicate = fc.constantFrom('fail', 'reuse', 'update');
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 25 }),
      kills,
      onDuplicate,
      async (rows, deaths, asked) => {
        const { start, bring, table, view, call, clock } = await exchange();
        const id = await start(header + rowsOf(1, 50) + rows.join(''), { body: { onDuplicate: asked } });
        const { news } = table as never as { news: { type: string }[] };
        await bring(news.find(({ type }) => type === 'import.started') as never);
        const part = news.find(({ type }) => type === 'import.part-queued') as never;
        for (const commits of deaths) {
          let left = commits;
          const commit: typeof table.commit = async (writes) => {
            if (left === 0) throw new Error('killed');
            left -= 1;
            await table.commit(writes);
            if (left === 0) throw new Error('killed');
          };
          await bring(part, { ...table, commit }).catch(() => undefined);
          const { counts } = await view(id);
          expect(sumOf(counts)).toBe(counts.total);
          clock.advance(1000);
        }
        await bring(part);

        const { state, rows: inFile, counts } = await view(id);
        expect([state, counts.total, sumOf(counts)]).toEqual(['completed', inFile, inFile]);
        const { items } = (await call('GET', '/v1/customers?limit=200')).body;
        expect(items).toHaveLength(counts.created);
        expect(new Set(items.map(({ name }: { name: string }) => name)).size).toBe(items.length);
      },
    ),
    { numRuns: 25 },
  );
});

function sumOf({ created, updated, unchanged, merged, rejected }: Record<string, number>): number {
  return [created, updated, unchanged, merged, rejected].reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

test('a row costs what entering its customer costs, and two write units for the ledger', async () => {
  const engine = await engineTable();
  const { start, bring, parts } = await exchange(engine.table);
  const id = await start(header + rowsOf(100));
  const event = (type: string, detail: object) =>
    ({ id, type, subject: id, at: parts.clock().toISOString(), actorId: 'x', cause: id, version: 1, detail }) as never;
  await bring(event('import.started', { importId: id }));
  const { read, write } = await engine.used(() => bring(event('import.part-queued', { importId: id, part: 0 })));
  expect(write / 100).toBeLessThanOrEqual(15.5);
  expect(read / 100).toBeLessThanOrEqual(3.5);
}, 30_000);

test('a twin on purpose is met by a row also when the first who had the number has given it up', async () => {
  const { create, call, run, report } = await exchange();
  const first = await create({
    name: '甲公司',
    contact: { name: '甲', mobile: '13900000001', email: 'a@example.com' },
  });
  const twin = { kind: 'company', name: '乙公司', contact: { name: '乙', mobile: '13900000001' } };
  expect((await call('POST', '/v1/customers?onDuplicate=create', { body: twin })).status).toBe(201);
  const contact = `/v1/contacts/con_${first.id.slice(4)}`;
  const patch = { body: { mobile: null }, headers: { 'if-match': '"1"' } };
  expect((await call('PATCH', contact, patch)).status).toBe(200);

  const { id, counts } = await run(`${header}丙公司,丙,13900000001,\n`);

  expect(counts).toMatchObject({ rejected: 1, total: 1 });
  expect(report(id)).toContain('customers.duplicate');
});
