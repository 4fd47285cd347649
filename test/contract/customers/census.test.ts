import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countedOf } from '#domain/customers/completeness.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import { idIn, toCustomer } from '#store/customers.ts';
import { readTallies } from '#store/customers-census.ts';
import { readTags } from '#store/customers-tags.ts';
import { type MemoryTable, memoryTable } from '#store/memory.ts';
import { asAdmin, emily, li, wang } from './company.ts';
import { companyWithFields } from './quality.ts';

const tags = ['华东区域', '战略客户', 'vip'];

const patch = fc.record(
  {
    industry: fc.constantFrom('medical', null),
    source: fc.constantFrom('visit', null),
    tags: fc.uniqueArray(fc.constantFrom(...tags)),
    address: fc.constantFrom(null, { country: 'CN', city: '上海' }),
    fields: fc.record({ years: fc.constantFrom(0, 3, null) }),
  },
  { requiredKeys: [] },
);
const act = fc.record({
  who: fc.nat({ max: 3 }),
  what: fc.oneof<fc.Arbitrary<What>[]>(
    fc.record({ kind: fc.constant('patch' as const), change: patch }),
    fc.record({ kind: fc.constant('hand-over' as const), ownerId: fc.constantFrom(li, wang, emily) }),
    ...(['delete', 'restore', 'verify', 'news'] as const).map((kind) => fc.record({ kind: fc.constant(kind) })),
  ),
});

/** What a count of every customer from the start would say. */
function countedFromScratch(table: MemoryTable) {
  const has: Record<string, number> = {};
  const byTag: Record<string, number> = {};
  const add = (sums: Record<string, number>, name: string) => {
    sums[name] = (sums[name] ?? 0) + 1;
  };
  for (const { key, item } of table.rows().filter(({ key: { sk } }) => sk === '~customer')) {
    const counted = countedOf(toCustomer(idIn(key.pk), item));
    if (counted === undefined) continue;
    for (const name of ['customers', ...counted.has]) add(has, `${counted.departmentId} ${counted.ownerId} ${name}`);
    for (const tag of counted.tags) add(byTag, tag);
  }
  return { has, byTag };
}

async function countedInRows(table: MemoryTable) {
  const tallies = await readTallies(table);
  const entries = tallies.flatMap(({ ownerId, departmentId, has }) =>
    Object.entries(has).map(([name, count]): [string, number] => [`${departmentId} ${ownerId} ${name}`, count]),
  );
  const { items } = await readTags(table, { limit: 100 });
  const some = (all: readonly (readonly [string, number])[]) => Object.fromEntries(all.filter(([, n]) => n !== 0));
  return { has: some(entries), byTag: some(items.map(({ tag, customers }) => [tag, customers])) };
}

test('whatever happens, and in whatever order and however often its news comes, the counts are those of the customers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), fc.infiniteStream(fc.nat()), async (acts, dice) => {
      const table = memoryTable();
      const given = await companyWithFields({ table });
      await given.define({ id: 'years', type: 'number' });
      const ids: string[] = [];
      for (let n = 0; n < 4; n += 1) {
        const contact = { name: '何', mobile: `1380000000${n}` };
        ids.push((await given.create({ name: `第${n}有限公司`, contact }, asAdmin)).id);
      }
      /** Some of all news so far, again or for the first time. */
      const some = async () => {
        const at = (dice.next().value ?? 0) % table.news.length;
        for (const event of table.news.slice(at).toReversed()) await given.bring(event as Consumed);
      };
      for (const { who, what } of acts) await carryOut(given, ids[who] ?? '', what, some);
      for (const event of table.news.toReversed()) await given.bring(event as Consumed);
      expect(await countedInRows(table)).toEqual(countedFromScratch(table));
    }),
    { numRuns: 25 },
  );
});

type Given = Awaited<ReturnType<typeof companyWithFields>>;
type What =
  | { readonly kind: 'patch'; readonly change: object }
  | { readonly kind: 'hand-over'; readonly ownerId: string }
  | { readonly kind: 'delete' | 'restore' | 'verify' | 'news' };

/** Refusals (somebody in the bin cannot be changed) are part of life. */
async function carryOut(
  { call, quality }: Given,
  id: string,
  what: What,
  someNews: () => Promise<void>,
): Promise<void> {
  const path = `/v1/customers/${id}`;
  const { headers } = await call('GET', path, asAdmin);
  const ifMatch = { 'if-match': headers['etag'] ?? '"0"' };
  if (what.kind === 'news') await someNews();
  else if (what.kind === 'patch') await call('PATCH', path, { ...asAdmin, headers: ifMatch, body: what.change });
  else if (what.kind === 'hand-over')
    await call('POST', `${path}/hand-over`, { ...asAdmin, body: { ownerId: what.ownerId, reason: '区域调整' } });
  else if (what.kind === 'delete') await call('DELETE', path, { ...asAdmin, headers: ifMatch });
  else if (what.kind === 'restore') await call('POST', `${path}/restore`, asAdmin);
  else await quality('POST', `${path}/verify`, asAdmin);
}
