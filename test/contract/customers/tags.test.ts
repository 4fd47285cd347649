import { expect, test } from 'vitest';
import { asChen, asFinance, body } from './company.ts';
import { companyWithFields } from './quality.ts';

const other = { name: '北京科技有限公司', contact: { name: '张', mobile: '13911112222' } };

async function withTags() {
  const given = await companyWithFields();
  const first = await given.create({ tags: ['战略客户', '华东区域'] });
  await given.create({ ...other, tags: ['华东区域'] });
  await given.deliver();
  const all = async () => (await given.quality('GET', '/v1/tags', asFinance)).body.items;
  const code = async (tag: string) => (await all()).find((each: { tag: string }) => each.tag === tag).code;
  return { ...given, first, all, code };
}

test('GET lists what customers bear, each with how many, also after changes and the bin', async () => {
  const { all, first, patch, deliver, call } = await withTags();
  const counts = async () =>
    Object.fromEntries((await all()).map(({ tag, customers }: { tag: string; customers: number }) => [tag, customers]));
  expect(await counts()).toEqual({ 战略客户: 1, 华东区域: 2 });
  await patch(first.id, 1, { tags: ['战略客户', '2023年新增'] });
  await deliver();
  expect(await counts()).toEqual({ 战略客户: 1, 华东区域: 1, '2023年新增': 1 });
  const asManager = { ...asChen, headers: { 'if-match': '"2"' } };
  expect((await call('DELETE', `/v1/customers/${first.id}`, asManager)).status).toBe(204);
  await deliver();
  expect(await counts()).toEqual({ 战略客户: 0, 华东区域: 1, '2023年新增': 0 });
});

test('GET pages through them, each once', async () => {
  const { quality, create, deliver } = await companyWithFields();
  const tags = Array.from({ length: 7 }, (_, n) => `标签${n}`);
  await create({ tags });
  await deliver();
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body: page } = await quality('GET', `/v1/tags?limit=3${cursor}`);
    seen.push(...page.items.map(({ tag }: { tag: string }) => tag));
    cursor = page.next === null ? '' : `&cursor=${page.next}`;
  } while (cursor !== '');
  expect(seen.sort()).toEqual(tags);
  expect((await quality('GET', '/v1/tags?cursor=x')).status).toBe(400);
});

test('PATCH renames what people are shown; customers keep what they bear', async () => {
  const { quality, code, call, first, ifMatch } = await withTags();
  const path = `/v1/tags/${await code('华东区域')}`;
  const change = { body: { labels: { en: 'East China' } } };
  expect(await quality('PATCH', path, ifMatch(0, change))).toMatchObject({
    status: 200,
    body: { tag: '华东区域', labels: { 'zh-CN': '华东区域', en: 'East China' }, customers: 2, version: 1 },
  });
  expect((await quality('PATCH', path, ifMatch(0, change))).status).toBe(412);
  expect((await quality('PATCH', path, ifMatch(1, { ...change, ...asChen }))).status).toBe(403);
  expect((await quality('PATCH', `/v1/tags/${'x'.repeat(22)}`, ifMatch(0, change))).status).toBe(404);
  expect((await quality('GET', path)).body.labels.en).toBe('East China');
  expect((await call('GET', `/v1/customers/${first.id}`)).body.tags).toContain('华东区域');
});

test('an archived tag is put on nobody any more, stays with those who bear it, and comes back', async () => {
  const { quality, code, call, first, patch } = await withTags();
  const path = `/v1/tags/${await code('华东区域')}`;
  expect((await quality('POST', `${path}/archive`, asChen)).status).toBe(403);
  expect((await quality('POST', `${path}/archive`)).body).toMatchObject({ customers: 2, version: 1 });
  expect((await quality('POST', `${path}/archive`)).status).toBe(409);
  const third = { ...body, name: '广州光学仪器有限公司', contact: { name: '何', mobile: '13800001111' } };
  const refused = await call('POST', '/v1/customers', { body: { ...third, tags: ['新', '华东区域'] } });
  expect(refused).toMatchObject({
    status: 422,
    body: { code: 'customers.tag-archived', errors: [{ pointer: '/tags/1' }] },
  });
  expect((await patch(first.id, 1, { tags: ['华东区域'] })).status).toBe(200);
  expect((await patch(first.id, 2, { tags: [] })).status).toBe(200);
  expect((await patch(first.id, 3, { tags: ['华东区域'] })).status).toBe(422);
  expect((await quality('POST', `${path}/restore`)).body).not.toHaveProperty('archivedAt');
  expect((await quality('POST', `${path}/restore`)).status).toBe(409);
  expect((await patch(first.id, 3, { tags: ['华东区域'] })).status).toBe(200);
  for (const action of ['archive', 'restore'])
    expect((await quality('POST', `/v1/tags/${'x'.repeat(22)}/${action}`)).status).toBe(404);
});
