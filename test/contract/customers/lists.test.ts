import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCustomersByTag, readOwnedCustomers } from '#store/customers.ts';
import { readCustomerList } from '#store/customers-lists.ts';
import { memoryTable } from '#store/memory.ts';
import { type As, idOf } from '#test/world.ts';
import {
  asAdmin,
  asChen,
  asEmily,
  asFinance,
  asLegal,
  asLi,
  asMarketing,
  asWang,
  company,
  east,
  li,
  wang,
  west,
} from './company.ts';

type Company = Awaited<ReturnType<typeof company>>;

/** Customers named by letters; `o`wner li, wang or emily by turns. */
async function withSome(count: number) {
  const given = await company();
  const owners = [asLi, asWang, asEmily];
  const made = [];
  for (let i = 0; i < count; i += 1) {
    given.clock.advance(1000);
    const letter = String.fromCharCode(65 + ((i * 7) % 26));
    const contact = { name: `联系人${i}`, mobile: `138${String(i).padStart(8, '0')}` };
    made.push(await given.create({ name: `${letter}${i}`, tags: [i % 2 === 0 ? '双' : '单'], contact }, owners[i % 3]));
  }
  await given.deliver();
  return { ...given, made };
}

async function all({ call }: Company, query: string, as: As, limit = 2): Promise<{ id: string; name: string }[]> {
  const items = [];
  let cursor = '';
  do {
    const answer = await call('GET', `/v1/customers?${query}&limit=${limit}${cursor}`, as);
    expect(answer.status).toBe(200);
    items.push(...answer.body.items);
    if (answer.body.next !== null) expect(answer.body.items).toHaveLength(limit);
    cursor = answer.body.next === null ? '' : `&cursor=${answer.body.next}`;
  } while (cursor !== '');
  return items;
}

const names = (rows: readonly { name: string }[]): string[] => rows.map(({ name }) => name);

describe('GET /v1/customers', () => {
  test('200 with what is within the caller’s reach, the newest first, each once', async () => {
    const given = await withSome(12);
    const ids = given.made.map(({ id }) => id);
    const mine = (turn: number) => ids.filter((_, i) => i % 3 === turn).reverse();
    const seen = async (as: As) => (await all(given, '', as)).map(({ id }) => id);
    expect(await seen(asAdmin)).toEqual([...ids].reverse());
    expect(await seen(asLi)).toEqual(mine(0));
    expect(await seen(asEmily)).toEqual(mine(2));
    expect(await seen(asChen)).toEqual(ids.filter((_, i) => i % 3 !== 2).reverse());
  });

  test.each(['createdAt', '-createdAt', 'name', 'lastFollowUpAt'])(
    '200 in the order of %s, for every reach',
    async (sort) => {
      const given = await withSome(9);
      for (const as of [asAdmin, asChen, asLi]) {
        const rows = names(await all(given, `sort=${sort}`, as));
        const reached = given.made.filter((_, i) => as === asAdmin || (as === asLi ? i % 3 === 0 : i % 3 !== 2));
        const wanted = names(reached);
        if (sort === '-createdAt') wanted.reverse();
        if (sort === 'name') wanted.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
        expect(rows).toEqual(wanted);
      }
    },
  );

  test('200 with the longest silent first', async () => {
    const given = await withSome(6);
    const talked = (customerId: string, n: number, occurredAt: string) =>
      given.bring({
        id: idOf('evt', n),
        type: 'interaction.recorded',
        version: 1,
        subject: idOf('int', n),
        at: occurredAt,
        actorId: li,
        cause: customerId,
        detail: { customerId, interactionId: idOf('int', n), channel: 'phone', direction: 'out', occurredAt },
      });
    await talked(given.made[0].id, 1, '2026-11-22T03:00:00.000Z');
    const rows = await all(given, `ownerId=${li}&sort=lastFollowUpAt`, asLi);
    expect(rows.map(({ id }) => id)).toEqual([given.made[3].id, given.made[0].id]);
    expect(rows[1]).toMatchObject({ lastFollowUpAt: '2026-11-22T03:00:00.000Z' });
  });

  test('200 by owner, department and tag, each within reach', async () => {
    const given = await withSome(12);
    const count = async (query: string, as: As) => (await all(given, query, as)).length;
    expect(await count(`ownerId=${wang}`, asChen)).toBe(4);
    expect(await count(`ownerId=${wang}`, asLi)).toBe(0);
    expect(await count(`ownerId=${idOf('mem', 13)}`, asChen)).toBe(0);
    expect(await count(`departmentId=${east}`, asAdmin)).toBe(8);
    expect(await count(`departmentId=${west}`, asChen)).toBe(0);
    expect(await count(`departmentId=${east}`, asLi)).toBe(4);
    expect(await count(`tag=${encodeURIComponent('双')}`, asAdmin)).toBe(6);
    expect(await count(`tag=${encodeURIComponent('双')}`, asChen)).toBe(4);
    expect(await count(`tag=${encodeURIComponent('双')}`, asLi)).toBe(2);
  });

  test('a collaborator has the customer in all his lists, and no more when he is taken off', async () => {
    const given = await withSome(6);
    const { id } = given.made[1];
    const path = `/v1/customers/${id}/collaborators/${li}`;
    const lists = ['', 'sort=name', 'sort=lastFollowUpAt', `ownerId=${wang}`, `tag=${encodeURIComponent('单')}`];
    const has = async () => {
      await given.deliver();
      const found = await Promise.all(lists.map((query) => all(given, query, asLi)));
      return found.map((rows) => rows.filter((row) => row.id === id).length);
    };
    expect(await has()).toEqual([0, 0, 0, 0, 0]);
    expect((await given.call('PUT', path, asWang)).status).toBe(200);
    expect(await has()).toEqual([1, 1, 1, 1, 1]);
    expect(await all(given, '', asChen)).toHaveLength(4);
    expect((await given.call('DELETE', path, asWang)).status).toBe(200);
    expect(await has()).toEqual([0, 0, 0, 0, 0]);
  });

  test('200 with cards for finance, names and contacts for legal, and no phone or e-mail for anyone', async () => {
    const given = await withSome(1);
    const first = async (as: As) => (await given.call('GET', '/v1/customers', as)).body.items[0];
    expect(Object.keys(await first(asFinance)).sort()).toEqual(['id', 'level', 'name', 'number']);
    expect(Object.keys(await first(asLegal)).sort()).toEqual(['contactName', 'id', 'name', 'number']);
    expect(JSON.stringify(await first(asMarketing))).not.toContain('138');
  });

  test('422 where a list, a look-up or an order would tell finance or legal what they do not see', async () => {
    const given = await withSome(1);
    const [email, erp] = ['email=li.ming@example.com', 'externalId=erp:A'];
    const asked = { ownerId: li, departmentId: east, tag: '双', field: 'channel:online', sort: 'lastFollowUpAt' };
    const hidden = Object.entries(asked).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const refused = async (query: string, as: As) => {
      const { status, body } = await given.call('GET', `/v1/customers?${query}`, as);
      return status === 422 && [body.code, body.errors[0].pointer];
    };
    for (const query of [...hidden, 'phone=13800138000', email, erp]) {
      const expected = ['customers.field-not-seen', `?${query.split('=')[0]}`];
      expect(await refused(query, asFinance)).toEqual(expected);
      // Legal sees contacts.
      expect(await refused(query, asLegal)).toEqual(/^(phone|email)=/.test(query) ? false : expected);
    }
    for (const query of ['', 'sort=name', 'number=C202611001']) expect(await refused(query, asFinance)).toBe(false);
    const view = { of: 'customers', name: '久未联系', filter: { field: 'level', op: 'is', value: 'vip' } };
    const shared = { ...view, sort: 'lastFollowUpAt', sharedWith: 'company' };
    const { id } = (await given.call('POST', '/v1/views', { ...asLi, body: shared })).body;
    expect(await refused(`view=${id}`, asFinance)).toEqual(['customers.field-not-seen', '?view']);
  });

  test('200 for exact look-ups, however written, of those within reach', async () => {
    const given = await company();
    const contact = { name: '甲', mobile: '13800138000', landline: '010-62345678', email: 'Li.Ming@Example.com' };
    const { id, number } = await given.create({ contact, externalIds: [{ system: 'erp', id: 'A:1' }] });
    const queries = [
      `number=${number}`,
      'phone=%2B86%20138-0013-8000',
      'phone=+8613800138000',
      'phone=01062345678',
      'email=li.ming@example.COM',
      'externalId=erp:A:1',
    ];
    for (const query of queries) {
      expect((await given.call('GET', `/v1/customers?${query}`)).body.items).toMatchObject([{ id }]);
      expect((await given.call('GET', `/v1/customers?${query}`, asEmily)).body.items).toEqual([]);
    }
  });

  test('400 for two filters, an unknown one, an order that the list has not, and a cursor of another order', async () => {
    const given = await withSome(3);
    const status = async (query: string) => (await given.call('GET', `/v1/customers?${query}`, asAdmin)).status;
    const { next } = (await given.call('GET', '/v1/customers?limit=1', asAdmin)).body;
    expect(await status(`ownerId=${li}&tag=a`)).toBe(400);
    expect(await status('color=red')).toBe(400);
    expect(await status('tag=a&sort=name')).toBe(400);
    expect(await status('phone=12')).toBe(400);
    expect(await status(`sort=name&cursor=${next}`)).toBe(400);
    expect(await status('cursor=abc')).toBe(400);
  });
});

test('other contexts read by tag and by owner, page by page', async () => {
  const { table, made } = await withSome(9);
  const first = await readCustomersByTag(table, '双', { limit: 3 });
  const rest = await readCustomersByTag(table, '双', { limit: 3, after: first.next });
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(
    made.filter((_, i) => i % 2 === 0).map(({ id }) => id),
  );
  expect(first.items[0]?.mainContact).toMatchObject({ name: '联系人0' });
  expect(rest.next).toBeUndefined();
  expect(await readOwnedCustomers(table, li, 2)).toHaveLength(3);
});

test('a row that does not change while paging comes exactly once, whatever comes and goes between the pages', async () => {
  const partitions = ['customers#a', 'customers#b', 'customers#c'];
  const row = fc.record({ n: fc.nat(999), in: fc.uniqueArray(fc.nat(2), { minLength: 1 }) });
  const pages = fc.array(fc.array(fc.record({ row, gone: fc.boolean() }), { maxLength: 4 }), { maxLength: 12 });
  const run = fc.record({
    rows: fc.array(row),
    pages,
    limit: fc.integer({ min: 1, max: 5 }),
    descending: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(run, async ({ rows, pages, limit, descending }) => {
      const table = memoryTable();
      const id = (n: number): string => idOf('cus', n);
      const put = async ({ n, in: places }: { n: number; in: number[] }) => {
        for (const place of places) {
          await table.commit([
            {
              op: 'put',
              key: { pk: `customers#${id(n)}`, sk: `in#${place}` },
              item: {},
              slim: { ...listed, number: String(n) },
              gsi1: { pk: partitions[place] ?? '', sk: id(n).slice(4) },
              expect: 'any',
            },
          ]);
        }
      };
      const remove = async (n: number) => {
        for (const place of [0, 1, 2]) {
          await table.commit([{ op: 'delete', key: { pk: `customers#${id(n)}`, sk: `in#${place}` }, expect: 'any' }]);
        }
      };
      for (const each of rows) await put(each);
      const touched = new Set(pages.flat().map((change) => change.row.n));
      const still = new Set(rows.map(({ n }) => n).filter((n) => !touched.has(n)));
      const seen: number[] = [];
      let after: string | undefined;
      for (let page = 0; ; page += 1) {
        const streams = partitions.map((pk) => ({ index: 'gsi1' as const, pk }));
        const { items, next } = await readCustomerList(table, { streams, descending, limit, after });
        seen.push(...items.map(({ number }) => Number(number)));
        if (next === undefined) break;
        after = next;
        for (const { row: each, gone } of pages[page] ?? []) await (gone ? remove(each.n) : put(each));
      }
      for (const n of still) expect(seen.filter((each) => each === n)).toHaveLength(1);
      expect(new Set(seen).size).toBe(seen.length);
    }),
    { numRuns: 60 },
  );
});

const listed = {
  kind: 'company',
  name: 'x',
  level: 'normal',
  ownerId: li,
  departmentId: east,
  createdAt: '2026-11-22T01:00:00.000Z',
  contactName: 'y',
};
