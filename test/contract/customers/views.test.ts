import { describe, expect, test } from 'vitest';
import { newSavedView, SavedViewInput } from '#domain/customers/saved-view.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { readCustomerList } from '#store/customers-lists.ts';
import { memoryTable } from '#store/memory.ts';
import type { As } from '#test/world.ts';
import { idOf } from '#test/world.ts';
import { asAdmin, asChen, asEmily, asFinance, asLi, asMarketing, asWang, company, east, li } from './company.ts';

type Company = Awaited<ReturnType<typeof company>>;

const vips = { field: 'level', op: 'is', value: 'vip' } as const;
const inShanghai = { field: 'address.city', op: 'is', value: '上海' } as const;
const ifMatch = (version: number) => ({ headers: { 'if-match': `"${version}"` } });

/** Ten of li's: every second a VIP, the first five in Shanghai. */
async function withTen() {
  const given = await company();
  for (let i = 0; i < 10; i += 1) {
    given.clock.advance(1000);
    const contact = { name: `联系人${i}`, mobile: `138${String(i).padStart(8, '0')}` };
    const address = { country: 'CN', city: i < 5 ? '上海' : '北京' };
    await given.create({ name: `公司${i}有限公司`, level: i % 2 === 0 ? 'vip' : 'normal', address, contact });
  }
  return given;
}

async function aView({ call }: Company, changes: object = {}, as: As = asLi) {
  const body = { of: 'customers', name: '重点', filter: vips, ...changes };
  const answer = await call('POST', '/v1/views', { ...as, body });
  expect(answer).toMatchObject({ status: 201, body: { name: '重点', version: 1 } });
  return answer.body;
}

async function namesIn({ call }: Company, query: string, as: As = asLi): Promise<string[]> {
  const names = [];
  let cursor = '';
  do {
    const { status, body } = await call('GET', `/v1/customers?${query}${cursor}`, as);
    expect(status).toBe(200);
    names.push(...body.items.map(({ name }: { name: string }) => name));
    cursor = body.next === null ? '' : `&cursor=${body.next}`;
  } while (cursor !== '');
  return names;
}

const asQuery = (filter: unknown): string => `filter=${encodeURIComponent(JSON.stringify(filter))}`;
const numbered = (...numbers: number[]): string[] => numbers.map((i) => `公司${i}有限公司`);

describe('GET /v1/customers?filter=', () => {
  test('200 with those for whom it holds, in full pages, each once', async () => {
    const given = await withTen();
    expect(await namesIn(given, `${asQuery(vips)}&limit=2`)).toEqual(numbered(8, 6, 4, 2, 0));
    expect(await namesIn(given, `${asQuery({ all: [vips, inShanghai] })}&sort=createdAt&limit=1`)).toEqual(
      numbered(0, 2, 4),
    );
    const page = await given.call('GET', `/v1/customers?${asQuery(vips)}&limit=5`, asLi);
    expect(page.body.next).toBeNull();
  });

  test('200 within the caller’s reach only, and beside one other filter', async () => {
    const given = await withTen();
    await given.deliver();
    expect(await namesIn(given, asQuery({ not: vips }), asEmily)).toEqual([]);
    expect(await namesIn(given, `${asQuery(vips)}&ownerId=${li}`, asAdmin)).toHaveLength(5);
    expect(await namesIn(given, `${asQuery(vips)}&departmentId=${east}`, asChen)).toHaveLength(5);
  });

  test('200 with a cursor after 2,000 rows that are not wanted, and the rest behind it', async () => {
    const table = memoryTable();
    const rows = Array.from({ length: 2_500 }, (_, i) => idOf('cus', i));
    for (const id of rows) {
      const slim = { number: 'C1', kind: 'company', name: id, level: 'normal', ownerId: li, departmentId: east };
      const gsi1 = { pk: 'customers#x', sk: id.slice(4) };
      const key = { pk: `customers#${id}`, sk: '~customer' };
      await table.commit([{ op: 'put', key, item: {}, slim: { ...slim, contactName: '王' }, gsi1, expect: 'absent' }]);
    }
    let looked = 0;
    const sift = {
      most: 2000,
      keep: async (found: readonly { id: string }[]) => {
        looked += found.length;
        return found.map(({ id }) => id === rows.at(-1));
      },
    };
    const streams = [{ index: 'gsi1', pk: 'customers#x' }] as const;
    const first = await readCustomerList(table, { streams, descending: false, limit: 10, sift });
    expect([first.items.length, looked, first.next]).toEqual([0, 2000, rows[1999]?.slice(4)]);
    const second = await readCustomerList(table, { streams, descending: false, limit: 10, after: first.next, sift });
    expect([second.items.map(({ id }) => id), second.next]).toEqual([[rows.at(-1)], undefined]);
  });

  test.each([
    ['filter={', '?filter'],
    [asQuery({ field: 'salary', op: 'is', value: '1' }), '?filter.field'],
    [asQuery({ all: [vips, { ...vips, op: 'in' }] }), '?filter.all.1.value'],
    [`${asQuery(vips)}&view=${idOf('viw', 1)}`, '?view'],
    [`${asQuery(vips)}&number=C202611001`, '?filter'],
  ])('400 for %s at %s', async (query, pointer) => {
    const { call } = await company();
    const { status, body } = await call('GET', `/v1/customers?${query}`, asLi);
    expect([status, body.errors.map((each: { pointer: string }) => each.pointer)]).toEqual([400, [pointer]]);
  });

  test('422 for a field that the caller does not see', async () => {
    const { call } = await company();
    const answer = await call('GET', `/v1/customers?${asQuery(inShanghai)}`, asFinance);
    expect(answer).toMatchObject({ status: 422, body: { code: 'customers.field-not-seen' } });
  });
});

describe('views', () => {
  test('POST 201, then GET /v1/customers?view= answers what its filter finds, in its order', async () => {
    const given = await withTen();
    const { id } = await aView(given, { filter: { all: [vips, inShanghai] }, sort: 'createdAt' });
    expect(await namesIn(given, `view=${id}&limit=2`)).toEqual(numbered(0, 2, 4));
    expect(await namesIn(given, `view=${id}&sort=-createdAt`)).toEqual(numbered(4, 2, 0));
  });

  test('one that is shared runs with the rights of whoever reads it', async () => {
    const given = await withTen();
    const { id } = await aView(given, { filter: { all: [vips, inShanghai] }, sharedWith: 'company' });
    expect(await namesIn(given, `view=${id}`, asEmily)).toEqual([]);
    expect(await namesIn(given, `view=${id}`, asMarketing)).toEqual(numbered(4, 2, 0));
    expect(await given.call('GET', `/v1/customers?view=${id}`, asFinance)).toMatchObject({ status: 422 });
  });

  test.each([
    ['nobody', [true, false, false]],
    ['department', [true, true, false]],
    ['company', [true, true, true]],
  ])('shared with %s it is there for whom it is meant, and 404 for others', async (sharedWith, expected) => {
    const given = await company();
    const { id } = await aView(given, { sharedWith });
    const found = async (as: As) => {
      const one = await given.call('GET', `/v1/views/${id}`, as);
      const list = (await given.call('GET', '/v1/views', as)).body.items;
      expect(list).toHaveLength(one.status === 200 ? 1 : 0);
      const used = await given.call('GET', `/v1/customers?view=${id}`, as);
      expect(used.status).toBe(one.status === 200 ? 200 : 422);
      return one.status === 200;
    };
    expect(await Promise.all([asLi, asWang, asEmily].map(found))).toEqual(expected);
  });

  test('PATCH 200 by its owner, 403 by another reader, 412 over an old version, 428 without one', async () => {
    const given = await company();
    const { id } = await aView(given, { sharedWith: 'company' });
    const patch = (as: As, headers = {}) =>
      given.call('PATCH', `/v1/views/${id}`, { ...as, ...headers, body: { name: '大客户' } });
    expect(await patch(asWang, ifMatch(1))).toMatchObject({ status: 403 });
    expect(await patch(asLi)).toMatchObject({ status: 428 });
    expect(await patch(asLi, ifMatch(1))).toMatchObject({ status: 200, body: { name: '大客户', version: 2 } });
    expect(await patch(asLi, ifMatch(1))).toMatchObject({ status: 412 });
    expect(await patch(asAdmin, ifMatch(2))).toMatchObject({ status: 200, body: { ownerId: li } });
  });

  test('taken back from the department it is gone from the others’ lists', async () => {
    const given = await company();
    const { id } = await aView(given, { sharedWith: 'department' });
    await given.call('PATCH', `/v1/views/${id}`, { ...asLi, ...ifMatch(1), body: { sharedWith: 'nobody' } });
    expect((await given.call('GET', '/v1/views', asWang)).body.items).toEqual([]);
  });

  test('DELETE 204, then 404, and whoever used it is told at ?view', async () => {
    const given = await company();
    const { id } = await aView(given);
    expect(await given.call('DELETE', `/v1/views/${id}`, { ...asLi, ...ifMatch(1) })).toMatchObject({ status: 204 });
    expect(await given.call('GET', `/v1/views/${id}`, asLi)).toMatchObject({ status: 404 });
    const used = await given.call('GET', `/v1/customers?view=${id}`, asLi);
    expect(used).toMatchObject({ status: 422, body: { errors: [{ pointer: '?view' }] } });
  });

  test('POST 422 for a field that is not seen', async () => {
    const { call } = await company();
    const hidden = { of: 'customers', name: '上海', filter: inShanghai };
    expect(await call('POST', '/v1/views', { ...asFinance, body: hidden })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/filter' }] },
    });
  });

  test('POST 422 to share with a department without being in one', () => {
    const input = SavedViewInput.parse({ of: 'customers', name: '重点', filter: vips, sharedWith: 'department' });
    const nowhere: Caller = { memberId: li, role: 'admin', departments: 'all', locale: 'en', zone: 'Asia/Shanghai' };
    expect(() => newSavedView(input, idOf('viw', 1), nowhere, new Date(0))).toThrow('customers.no-department');
  });

  test('POST 409 beyond 200 of one member', async () => {
    const { call, clock } = await company();
    const body = { of: 'customers', name: '重点', filter: vips };
    const statuses = [];
    for (let i = 0; i <= 200; i += 1) {
      clock.advance(100);
      statuses.push((await call('POST', '/v1/views', { ...asLi, body })).status);
    }
    expect(statuses.slice(-2)).toEqual([201, 409]);
  });
});
