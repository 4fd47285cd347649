import { describe, expect, test } from 'vitest';
import {
  asAdmin,
  asChen,
  asEmily,
  asFinance,
  asLi,
  asMarketing,
  asWang,
  east,
  emily,
  li,
  wang,
  west,
} from './company.ts';
import { companyWithFields } from './quality.ts';

const dayMs = 24 * 60 * 60 * 1000;
const address = { country: 'CN', city: '上海' };
const other = { name: '北京科技有限公司', industry: undefined, contact: { name: '张', mobile: '13911112222' } };
const third = { name: '广州光学仪器有限公司', contact: { name: '何', mobile: '13800001111' } };

test('a customer asked for by his id says how complete he is and what is missing', async () => {
  const { create, call, patch } = await companyWithFields();
  const { id } = await create();
  const score = async (as = asLi) =>
    (await call('GET', `/v1/customers/${id}?include=completeness`, as)).body.completeness;
  expect(await score()).toEqual({ score: 75, missing: ['address'] });
  await patch(id, 1, { address });
  expect(await score()).toEqual({ score: 100, missing: [] });
  expect(await score(asMarketing)).toEqual({ score: 100, missing: [] });
  expect(await score(asFinance)).toBeUndefined();
});

describe('GET /v1/customers/completeness', () => {
  test('tells of everybody within reach by owner and by department, and follows every change', async () => {
    const { create, deliver, quality, patch, call } = await companyWithFields();
    const first = await create({ address });
    await create(other, asWang);
    await create(third, asEmily);
    await deliver();
    const by = async (what: string, as: object) =>
      (await quality('GET', `/v1/customers/completeness?by=${what}`, as)).body;

    const all = await by('department', asAdmin);
    expect(all).toMatchObject({
      target: 95,
      overall: { customers: 3, score: 75, reached: false, missing: { industry: 1, address: 2, contact: 0, level: 0 } },
      items: [
        { departmentId: east, customers: 2, score: 75 },
        { departmentId: west, customers: 1, score: 75 },
      ],
    });
    expect((await by('owner', asAdmin)).items).toMatchObject([
      { ownerId: li, score: 100, reached: true },
      { ownerId: wang, score: 50 },
      { ownerId: emily, score: 75 },
    ]);
    expect((await by('owner', asChen)).items.map(({ ownerId }: { ownerId: string }) => ownerId)).toEqual([li, wang]);
    expect((await by('owner', asWang)).items).toMatchObject([{ ownerId: wang, customers: 1 }]);

    await patch(first.id, 1, { address: null });
    const handOver = { ...asAdmin, body: { ownerId: emily, reason: '区域调整' } };
    await call('POST', `/v1/customers/${first.id}/hand-over`, handOver);
    await deliver();
    expect((await by('owner', asAdmin)).items).toMatchObject([
      { ownerId: wang, customers: 1, score: 50 },
      { ownerId: emily, customers: 2, score: 75 },
    ]);
    const remove = { ...asAdmin, headers: { 'if-match': '"3"' } };
    expect((await call('DELETE', `/v1/customers/${first.id}`, remove)).status).toBe(204);
    await deliver();
    expect((await by('owner', asAdmin)).overall.customers).toBe(2);
    await call('POST', `/v1/customers/${first.id}/restore`, asAdmin);
    await deliver();
    expect((await by('owner', asAdmin)).overall.customers).toBe(3);
  });

  test('400 for another grouping, 403 for those who edit no customers', async () => {
    const { quality } = await companyWithFields();
    expect((await quality('GET', '/v1/customers/completeness?by=colour')).status).toBe(400);
    expect((await quality('GET', '/v1/customers/completeness', asFinance)).status).toBe(403);
    expect((await quality('GET', '/v1/customers/completeness')).body.overall).toMatchObject({
      customers: 0,
      score: null,
    });
  });
});

describe('what is required', () => {
  const path = '/v1/customers/completeness/settings';

  test('is read by all staff and changed by the admin under If-Match; scores and figures follow at once', async () => {
    const { quality, ifMatch, create, deliver, call, define } = await companyWithFields();
    await define({ id: 'years', type: 'number' });
    const { id } = await create({ fields: { years: 3 } });
    await deliver();
    expect((await quality('GET', path, asFinance)).body).toMatchObject({ staleAfterDays: 180, target: 95, version: 0 });
    const body = { required: ['source', 'fields.years'], target: 90 };
    expect((await quality('PATCH', path, ifMatch(0, { body, ...asChen }))).status).toBe(403);
    expect(await quality('PATCH', path, ifMatch(0, { body }))).toMatchObject({
      status: 200,
      body: { ...body, version: 1 },
    });
    expect((await quality('PATCH', path, ifMatch(0, { body }))).status).toBe(412);
    expect((await call('GET', `/v1/customers/${id}?include=completeness`)).body.completeness).toEqual({
      score: 50,
      missing: ['source'],
    });
    const figures = (await quality('GET', '/v1/customers/completeness')).body;
    expect(figures).toMatchObject({ target: 90, overall: { score: 50, missing: { source: 1, 'fields.years': 0 } } });
    expect((await quality('GET', '/v1/fields/years')).body.usedBy).toEqual({ customers: 1, completeness: true });
  });

  test('400 for what nobody knows, 422 for a field that there is not, and for outdated before stale', async () => {
    const { quality, ifMatch } = await companyWithFields();
    const patch = (body: object) => quality('PATCH', path, ifMatch(0, { body }));
    expect((await patch({ required: ['colour'] })).status).toBe(400);
    expect((await patch({ required: [] })).status).toBe(400);
    expect(await patch({ required: ['level', 'fields.none'] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/required/1' }] },
    });
    expect(await patch({ outdatedAfterDays: 100 })).toMatchObject({
      status: 422,
      body: { code: 'customers.outdated-before-stale' },
    });
  });
});

describe('verification', () => {
  test('what nobody has verified for 180 days is in the queue of its owner, and leaves it when verified', async () => {
    const { create, deliver, quality, clock, call } = await companyWithFields();
    const first = await create();
    clock.advance(10 * dayMs);
    const second = await create(other);
    await create(third, asEmily);
    await deliver();
    const queue = async (as: object, query = '') =>
      (await quality('GET', `/v1/customers/stale${query}`, as)).body.items.map(({ id }: { id: string }) => id);
    clock.advance(169 * dayMs);
    expect(await queue(asLi)).toEqual([]);
    clock.advance(2 * dayMs);
    expect(await queue(asLi)).toEqual([first.id]);
    clock.advance(10 * dayMs);
    expect(await queue(asLi)).toEqual([first.id, second.id]);
    expect(await queue(asChen)).toEqual([first.id, second.id]);
    expect(await queue(asAdmin)).toHaveLength(3);
    expect(await queue(asAdmin, `?ownerId=${emily}`)).toHaveLength(1);
    expect(await queue(asAdmin, `?departmentId=${east}`)).toEqual([first.id, second.id]);
    expect(await queue(asLi, `?ownerId=${emily}`)).toEqual([]);
    expect(await queue(asLi, `?departmentId=${west}`)).toEqual([]);

    const verified = await quality('POST', `/v1/customers/${first.id}/verify`, asLi);
    expect(verified).toMatchObject({ status: 200, body: { verifiedAt: clock.now.toISOString(), version: 2 } });
    await deliver();
    expect(await queue(asLi)).toEqual([second.id]);
    expect((await call('GET', `/v1/customers/${first.id}`)).body.verifiedAt).toBe(verified.body.verifiedAt);
  });

  test('pages through the queue in its order, each once, over all departments', async () => {
    const { create, deliver, quality, clock } = await companyWithFields();
    const ids: string[] = [];
    for (let n = 0; n < 9; n += 1) {
      clock.advance(1000);
      const changes = { name: `第${n}有限公司`, contact: { name: '何', mobile: `1380000${1000 + n}` } };
      ids.push((await create(changes, n % 2 === 0 ? asLi : asEmily)).id);
    }
    await deliver();
    clock.advance(200 * dayMs);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body: page } = await quality('GET', `/v1/customers/stale?limit=2${cursor}`);
      seen.push(...page.items.map(({ id }: { id: string }) => id));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(seen).toEqual(ids);
    expect((await quality('GET', '/v1/customers/stale?cursor=x')).status).toBe(400);
    expect((await quality('GET', `/v1/customers/stale?ownerId=${li}&departmentId=${east}`)).status).toBe(400);
    expect((await quality('GET', '/v1/customers/stale', asFinance)).status).toBe(403);
  });

  test('what is outdated is proposed for deletion and stays; who was talked with is not', async () => {
    const { create, deliver, quality, clock, bring } = await companyWithFields();
    const silent = await create();
    const talked = await create(other);
    await deliver();
    clock.advance(500 * dayMs);
    const occurredAt = clock.now.toISOString();
    const detail = { customerId: talked.id, interactionId: 'int_00000000000000000000000001', channel: 'phone' };
    await bring({
      ...{ id: 'evt_00000000000000000000000001', type: 'interaction.recorded', version: 1, actorId: li },
      ...{ subject: detail.interactionId, cause: talked.id, at: occurredAt },
      detail: { ...detail, direction: 'out', occurredAt },
    });
    clock.advance(300 * dayMs);
    const { body: page } = await quality('GET', '/v1/customers/stale', asLi);
    expect(page.items).toMatchObject([
      { id: silent.id, proposal: 'delete', completeness: { score: 75 } },
      { id: talked.id, proposal: 'verify', lastFollowUpAt: occurredAt },
    ]);
  });

  test('POST verify is 404 for whom the caller does not see, 403 for who may not edit, 409 in the bin', async () => {
    const { create, quality, call } = await companyWithFields();
    const { id } = await create();
    const path = `/v1/customers/${id}/verify`;
    expect((await quality('POST', path, asEmily)).status).toBe(404);
    expect((await quality('POST', path, asMarketing)).status).toBe(403);
    await call('DELETE', `/v1/customers/${id}`, { ...asAdmin, headers: { 'if-match': '"1"' } });
    expect((await quality('POST', path, asAdmin)).status).toBe(409);
  });
});
