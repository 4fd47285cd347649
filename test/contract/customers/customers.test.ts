import { describe, expect, test } from 'vitest';
import { idOf } from '#test/world.ts';
import { asAdmin, asChen, asEmily, asLi, asWang, asZhao, body, company, east, emily, li, wang } from './company.ts';

describe('POST /v1/customers', () => {
  test('201 with a number, the caller as owner, his department and the main contact', async () => {
    const { call } = await company();

    const answer = await call('POST', '/v1/customers', { body });

    expect(answer.status).toBe(201);
    expect(answer.headers['etag']).toBe('"1"');
    expect(answer.body).toMatchObject({
      number: 'C202611001',
      name: body.name,
      level: 'normal',
      ownerId: li,
      departmentId: east,
      mainContact: { name: '王经理', mobile: '13800138000', main: true, version: 1 },
      version: 1,
    });
  });

  test('201 with consecutive numbers, each given once', async () => {
    const { create } = await company();
    const first = await create();
    const second = await create({ name: '北京科技有限公司', contact: { name: '张总', mobile: '13911112222' } });
    expect([first.number, second.number]).toEqual(['C202611001', 'C202611002']);
  });

  test('201 owned by the default owner when the caller does not sell', async () => {
    const { create } = await company();
    expect(await create({}, asZhao)).toMatchObject({ ownerId: emily });
  });

  test('422 when the caller does not sell and there is no default owner', async () => {
    const { call } = await company({ withDefaultOwner: false });
    const answer = await call('POST', '/v1/customers', { ...asZhao, body });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'customers.no-default-owner', errors: [{ pointer: '/ownerId' }] },
    });
  });

  test('403 for a rep who gives the customer to another, 201 for his manager', async () => {
    const { call } = await company();
    const given = { ...body, ownerId: wang };
    expect((await call('POST', '/v1/customers', { ...asLi, body: given })).status).toBe(403);
    expect(await call('POST', '/v1/customers', { ...asChen, body: given })).toMatchObject({
      status: 201,
      body: { ownerId: wang, departmentId: east },
    });
  });

  test('422 for an owner who is not there', async () => {
    const { call } = await company();
    const answer = await call('POST', '/v1/customers', { ...asAdmin, body: { ...body, ownerId: idOf('mem', 999) } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'customers.unknown-owner' } });
  });

  test('400 that points at every bad field at once', async () => {
    const { call } = await company();
    const bad = {
      ...body,
      name: '',
      contact: { name: 'x', mobile: '1380013800', landline: '62345678', email: 'x' },
      y: 1,
    };
    const answer = await call('POST', '/v1/customers', { body: bad });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/contact/email',
      '/contact/landline',
      '/contact/mobile',
      '/name',
      '/y',
    ]);
  });

  test('422 at each of mobile, landline and e-mail when there is none of them', async () => {
    const { call } = await company();
    const answer = await call('POST', '/v1/customers', { body: { ...body, contact: { name: '王经理' } } });
    expect(answer.body).toMatchObject({
      status: 422,
      code: 'customers.contact-unreachable',
      errors: [{ pointer: '/contact/mobile' }, { pointer: '/contact/landline' }, { pointer: '/contact/email' }],
    });
  });

  test('422 at the pointer of every choice that is not on its list', async () => {
    const { call } = await company();
    const answer = await call('POST', '/v1/customers', { body: { ...body, industry: 'nothing', level: 'none' } });
    expect(answer.body).toMatchObject({ status: 422, code: 'customers.unknown-choice' });
    expect(answer.body.errors).toMatchObject([{ pointer: '/industry' }, { pointer: '/level' }]);
  });

  test('422 for a parent whom the caller cannot see, 201 for one whom he can', async () => {
    const { call, create } = await company();
    const mine = await create();
    const theirs = await create({ name: 'Northwind Ltd', contact: { name: 'O', email: 'o@example.com' } }, asEmily);
    const child = (parentId: string) => ({
      ...body,
      name: '子公司',
      parentId,
      contact: { name: '甲', mobile: '13700000000' },
    });
    expect(await call('POST', '/v1/customers', { body: child(theirs.id) })).toMatchObject({
      status: 422,
      body: { code: 'customers.unknown-parent' },
    });
    expect(await call('POST', '/v1/customers', { body: child(mine.id) })).toMatchObject({ status: 201 });
  });

  test('409 for an external id that another customer has had', async () => {
    const { call, create } = await company();
    const externalIds = [{ system: 'erp', id: '4711' }];
    await create({ externalIds });
    const other = { ...body, name: '别家', contact: { name: '乙', mobile: '13600000000' }, externalIds };
    expect(await call('POST', '/v1/customers', { body: other })).toMatchObject({
      status: 409,
      body: { code: 'customers.external-id-taken', errors: [{ pointer: '/externalIds/0' }] },
    });
  });

  test('an Idempotency-Key makes one customer of two requests', async () => {
    const { call } = await company();
    const headers = { 'idempotency-key': 'k1' };
    const first = await call('POST', '/v1/customers', { body, headers });
    const again = await call('POST', '/v1/customers', { body, headers });
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });
});

describe('duplicates', () => {
  const twin = { name: '上海 医疗器械（股份）有限公司', contact: { name: '别人', mobile: '＋86 138 0013 8000' } };

  test('409 names the owner to ask, and the customer only to those who see him', async () => {
    const { call, create } = await company();
    const first = await create();

    const toEmily = await call('POST', '/v1/customers', { ...asEmily, body: { ...body, ...twin } });
    const toLi = await call('POST', '/v1/customers', { body: { ...body, ...twin } });

    expect(toEmily).toMatchObject({ status: 409, body: { code: 'customers.duplicate' } });
    expect(toEmily.body.candidates).toEqual([
      { score: 0.98, reasons: ['mobile', 'name'], owner: { name: '李伟', department: '华东' } },
    ]);
    expect(toLi.body.candidates).toMatchObject([{ id: first.id, number: first.number }]);
    expect(toLi.body.candidates[0]).not.toHaveProperty('deletedAt');
  });

  test('409 says of a candidate that he is in the bin, so that he is asked for to be restored', async () => {
    const { call, create, clock } = await company();
    const { id } = await create();
    await call('DELETE', `/v1/customers/${id}`, { ...asAdmin, headers: { 'if-match': '"1"' } });
    const again = await call('POST', '/v1/customers', { ...asEmily, body: { ...body, ...twin } });
    expect(again.body.candidates).toMatchObject([{ deletedAt: clock.now.toISOString(), owner: { name: '李伟' } }]);
    expect(again.body.candidates[0]).not.toHaveProperty('id');
  });

  test('409 for a company of the same folded name, whatever its legal form, width and blanks', async () => {
    const { call, create } = await company();
    await create();
    const same = { ...body, name: ' 上海（医疗）器械 股份有限公司', contact: { name: '丙', mobile: '13500000000' } };
    expect((await call('POST', '/v1/customers', { body: same })).body.candidates).toMatchObject([
      { reasons: ['name'] },
    ]);
  });

  test('201 for a twin made on purpose, and both are found by the number', async () => {
    const { call, create } = await company();
    const first = await create();
    const second = await create(twin, asLi, '?onDuplicate=create');
    const found = await call('GET', '/v1/customers?phone=13800138000');
    expect(found.body.items.map(({ id }: { id: string }) => id).sort()).toEqual([first.id, second.id].sort());
  });

  test('200 with the one candidate, who takes the contact, when reuse is asked for', async () => {
    const { call, create } = await company();
    const first = await create();
    const contact = { name: '新人', mobile: '13400000000' };
    const answer = await call('POST', '/v1/customers?onDuplicate=reuse', { body: { ...body, contact } });
    expect(answer).toMatchObject({ status: 200, body: { id: first.id } });
    const contacts = await call('GET', `/v1/customers/${first.id}/contacts`);
    expect(contacts.body.items).toMatchObject([
      { name: '王经理', main: true },
      { name: '新人', main: false },
    ]);
  });

  test('200 without a second contact when he is there already', async () => {
    const { call, create } = await company();
    const first = await create();
    await call('POST', '/v1/customers?onDuplicate=reuse', { body });
    expect((await call('GET', `/v1/customers/${first.id}/contacts`)).body.items).toHaveLength(1);
  });

  test('409 when reuse meets several, or one whom the caller cannot see', async () => {
    const { call, create } = await company();
    await create();
    await create({ name: '北京科技有限公司', contact: { name: '张总', mobile: '13911112222' } });
    const both = { ...body, contact: { name: '张总', mobile: '13911112222' } };
    expect((await call('POST', '/v1/customers?onDuplicate=reuse', { body: both })).body.candidates).toHaveLength(2);
    expect((await call('POST', '/v1/customers?onDuplicate=reuse', { ...asEmily, body })).status).toBe(409);
  });

  test('two people of one name are two', async () => {
    const { create } = await company();
    await create({ kind: 'individual', name: '王伟', contact: { name: '王伟', mobile: '13300000001' } });
    await create({ kind: 'individual', name: '王伟', contact: { name: '王伟', mobile: '13300000002' } });
  });
});

describe('GET /v1/customers/{id}', () => {
  test('200 for the owner; 404 for a rep of another department, and for what is not there', async () => {
    const { call, create } = await company();
    const { id } = await create();
    expect(await call('GET', `/v1/customers/${id}`)).toMatchObject({ status: 200, headers: { etag: '"1"' } });
    expect(await call('GET', `/v1/customers/${id}`, asEmily)).toMatchObject({
      status: 404,
      body: { code: 'customers.not-found' },
    });
    expect((await call('GET', `/v1/customers/${idOf('cus', 9)}`)).status).toBe(404);
  });
});

describe('PATCH /v1/customers/{id}', () => {
  const patch = async (
    given: Awaited<ReturnType<typeof company>>,
    id: string,
    version: number,
    changes: unknown,
    query = '',
  ) => given.call('PATCH', `/v1/customers/${id}${query}`, { body: changes, headers: { 'if-match': `"${version}"` } });

  test('200 with the fields changed and the next version; null takes a field away', async () => {
    const given = await company();
    const { id } = await given.create({ source: 'referral' });
    const answer = await patch(given, id, 1, { level: 'vip', source: null, address: { country: 'CN', city: '上海' } });
    expect(answer).toMatchObject({ status: 200, body: { level: 'vip', version: 2, address: { city: '上海' } } });
    expect(answer.body.source).toBeUndefined();
  });

  test('412 for a version that is not there any more, 428 without one', async () => {
    const given = await company();
    const { id } = await given.create();
    await patch(given, id, 1, { level: 'vip' });
    expect((await patch(given, id, 1, { level: 'key' })).status).toBe(412);
    expect((await given.call('PATCH', `/v1/customers/${id}`, { body: {} })).status).toBe(428);
  });

  test('400 for number, owner and last contact, which are not the caller’s to write', async () => {
    const given = await company();
    const { id } = await given.create();
    for (const field of ['number', 'ownerId', 'lastFollowUpAt']) {
      expect((await patch(given, id, 1, { [field]: 'x' })).status).toBe(400);
    }
  });

  test('a new name moves the match key: the old one is free, the new one taken', async () => {
    const given = await company();
    const { id } = await given.create();
    await patch(given, id, 1, { name: '新名字有限公司' });
    const other = { contact: { name: '丁', mobile: '13200000001' } };
    const taken = await given.call('POST', '/v1/customers', { body: { ...body, ...other, name: '新名字' } });
    expect(taken.status).toBe(409);
    await given.create(other);
  });

  test('409 for the name of another company, 200 on purpose', async () => {
    const given = await company();
    await given.create();
    const { id } = await given.create({ name: '甲', contact: { name: '丁', mobile: '13200000001' } });
    expect((await patch(given, id, 1, { name: body.name })).body).toMatchObject({
      status: 409,
      code: 'customers.duplicate',
    });
    expect((await patch(given, id, 1, { name: body.name }, '?onDuplicate=create')).status).toBe(200);
  });

  test('422 for a parent below the customer himself', async () => {
    const given = await company();
    const top = await given.create();
    const below = await given.create({ name: '甲', parentId: top.id, contact: { name: '丁', mobile: '13200000001' } });
    expect((await patch(given, top.id, 1, { parentId: below.id })).body).toMatchObject({
      status: 422,
      code: 'customers.parent-cycle',
    });
    expect((await patch(given, top.id, 1, { parentId: top.id })).status).toBe(422);
  });

  test('404 for who cannot see him', async () => {
    const { call, create } = await company();
    const { id } = await create();
    const asked = { ...asWang, body: { level: 'vip' }, headers: { 'if-match': '"1"' } };
    expect((await call('PATCH', `/v1/customers/${id}`, asked)).status).toBe(404);
  });
});
