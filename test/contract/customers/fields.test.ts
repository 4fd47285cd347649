import { describe, expect, test } from 'vitest';
import { idOf } from '#test/world.ts';
import { asAdmin, asChen, asFinance, asLi, asMarketing, asWang, asZhao, body, li, wang } from './company.ts';
import { channel, companyWithFields } from './quality.ts';

const labels = { 'zh-CN': '合作年限', en: 'Years' };
const years = { id: 'years', labels, type: 'number' } as const;

describe('definitions', () => {
  test('201 for the admin, 403 for everybody else, 409 for an id that was given, 422 for what does not fit', async () => {
    const { quality } = await companyWithFields();
    const create = (changes: object, as: object = {}) =>
      quality('POST', '/v1/fields', { body: { ...years, ...changes }, ...as });
    expect(await create({})).toMatchObject({
      status: 201,
      body: { id: 'years', required: false, sensitivity: 'normal', filterable: false, version: 1 },
    });
    expect((await create({ id: 'more' }, asChen)).status).toBe(403);
    expect(await create({})).toMatchObject({ status: 409, body: { code: 'customers.field-exists' } });
    const refusals = [
      [{ type: 'choice' }, '/options', 'customers.field-definition'],
      [{ type: 'reference' }, '/target', 'customers.field-definition'],
      [{ default: 'three' }, '/default', 'customers.field-value'],
      [{ ...channel, options: [channel.options[0], channel.options[0]] }, '/options/1', 'customers.option-doubled'],
    ] as const;
    for (const [changes, pointer, code] of refusals) {
      expect(await create({ ...changes, id: 'other' })).toMatchObject({
        status: 422,
        body: { code, errors: [{ pointer }] },
      });
    }
    expect(await create({ id: 'Not an id' })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/id' }] } });
  });

  test('all staff read them; archived ones are in the list only if asked for', async () => {
    const { quality, define } = await companyWithFields();
    await define(years);
    await define(channel);
    await quality('POST', '/v1/fields/years/archive');
    const ids = async (query: string) => {
      const answer = await quality('GET', `/v1/fields${query}`, asFinance);
      expect(answer.status).toBe(200);
      return answer.body.items.map(({ id }: { id: string }) => id);
    };
    expect(await ids('')).toEqual(['buying-channel']);
    expect(await ids('?archived=true')).toEqual(['buying-channel', 'years']);
    expect((await quality('GET', '/v1/fields/none')).status).toBe(404);
  });

  test('PATCH changes labels and choices under If-Match; id and type are for ever', async () => {
    const { quality, define, ifMatch } = await companyWithFields();
    await define(channel);
    const path = '/v1/fields/buying-channel';
    const patch = (version: number, change: object, as: object = {}) =>
      quality('PATCH', path, ifMatch(version, { body: change, ...as }));
    expect(await patch(1, { labels: { en: 'Channel' }, default: 'online' })).toMatchObject({
      status: 200,
      body: { labels: { 'zh-CN': 'buying-channel', en: 'Channel' }, default: 'online', version: 2 },
    });
    expect((await patch(1, { required: true })).status).toBe(412);
    expect((await patch(2, { id: 'other' })).status).toBe(400);
    expect((await patch(2, { required: true }, asChen)).status).toBe(403);
    expect(await patch(2, { options: [channel.options[0]] })).toMatchObject({
      status: 422,
      body: { code: 'customers.option-removed' },
    });
    expect((await patch(2, { default: null })).body).not.toHaveProperty('default');
    expect((await quality('PATCH', '/v1/fields/none', ifMatch(1, { body: {} }))).status).toBe(404);
  });

  test('archiving reports who uses the field, and restoring takes it back; both only once', async () => {
    const { quality, define, create, deliver } = await companyWithFields();
    await define(years);
    await create({ fields: { years: 3 } });
    await create({ name: '北京科技有限公司', contact: { name: '张', mobile: '13911112222' } });
    await deliver();
    expect((await quality('GET', '/v1/fields/years')).body.usedBy).toEqual({ customers: 1, completeness: false });
    const archived = await quality('POST', '/v1/fields/years/archive');
    expect(archived).toMatchObject({ status: 200, body: { usedBy: { customers: 1 }, version: 2 } });
    expect(archived.body.archivedAt).toBeDefined();
    expect((await quality('POST', '/v1/fields/years/archive')).status).toBe(409);
    expect((await quality('POST', '/v1/fields/years/archive', asChen)).status).toBe(403);
    expect((await quality('POST', '/v1/fields/none/archive')).status).toBe(404);
    expect((await quality('POST', '/v1/fields/years/restore')).body).not.toHaveProperty('archivedAt');
    expect((await quality('POST', '/v1/fields/years/restore')).status).toBe(409);
    expect((await quality('POST', '/v1/fields/none/restore')).status).toBe(404);
  });

  test('409 from the hundred-and-first', async () => {
    const { quality, define } = await companyWithFields();
    for (let n = 0; n < 100; n += 1) await define({ ...years, id: `f${n}` });
    const more = { body: { ...years, id: 'one-more' } };
    expect(await quality('POST', '/v1/fields', more)).toMatchObject({
      status: 409,
      body: { code: 'customers.too-many-fields' },
    });
    await quality('POST', '/v1/fields/f7/archive');
    expect((await quality('POST', '/v1/fields', more)).status).toBe(201);
    expect((await quality('POST', '/v1/fields/f7/restore')).status).toBe(409);
  });
});

describe('values of a customer', () => {
  test('are answered as sent, changed by a patch, and taken away by null', async () => {
    const { define, create, call, patch } = await companyWithFields();
    await define(years);
    await define(channel);
    const { id, fields } = await create({ fields: { years: 0, 'buying-channel': 'online' } });
    expect(fields).toEqual({ years: 0, 'buying-channel': 'online' });
    expect((await patch(id, 1, { fields: { years: null } })).body.fields).toEqual({ 'buying-channel': 'online' });
    const { body: read } = await call('GET', `/v1/customers/${id}`);
    expect(read.fields).toEqual({ 'buying-channel': 'online' });
    expect(read).not.toHaveProperty('marks');
    expect((await patch(id, 2, { fields: { 'buying-channel': null } })).body).not.toHaveProperty('fields');
  });

  test('422 at each that is bad, 400 for what no field could be', async () => {
    const { define, call, quality } = await companyWithFields();
    await define(years);
    await define(channel);
    await define({ id: 'friend', type: 'reference', target: 'customer' });
    await define({ id: 'old', type: 'text' });
    await quality('POST', '/v1/fields/old/archive');
    const fields = { years: 'x', 'buying-channel': 'none', friend: idOf('cus', 9), old: 'x', none: 1 };
    const answer = await call('POST', '/v1/customers', { body: { ...body, fields } });
    expect(answer.status).toBe(422);
    expect(
      answer.body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code]).sort(),
    ).toEqual([
      ['/fields/buying-channel', 'customers.unknown-option'],
      ['/fields/friend', 'customers.unknown-reference'],
      ['/fields/none', 'customers.unknown-field'],
      ['/fields/old', 'customers.field-archived'],
      ['/fields/years', 'customers.field-value'],
    ]);
    const wrong = await call('POST', '/v1/customers', { body: { ...body, fields: { years: true, 关: 1 } } });
    expect(wrong.status).toBe(400);
  });

  test('a required field is asked for, and a default filled in, also where no fields are sent', async () => {
    const { define, call, create, patch } = await companyWithFields();
    await define({ ...years, default: 1 });
    expect((await create()).fields).toEqual({ years: 1 });
    await define({ ...channel, required: true });
    const second = { ...body, name: '北京科技有限公司', contact: { name: '张', mobile: '13911112222' } };
    expect(await call('POST', '/v1/customers', { body: second })).toMatchObject({
      status: 422,
      body: { code: 'customers.field-required', errors: [{ pointer: '/fields/buying-channel' }] },
    });
    const { id } = await create({ ...second, fields: { 'buying-channel': 'dealer' } });
    expect((await patch(id, 1, { fields: { 'buying-channel': null } })).status).toBe(422);
    expect((await patch(id, 1, { level: 'vip' })).status).toBe(200);
  });

  test('a reference leads to an active member, or to a customer whom the caller sees', async () => {
    const { define, create, call } = await companyWithFields();
    await define({ id: 'friend', type: 'reference', target: 'customer' });
    await define({ id: 'advisor', type: 'reference', target: 'member' });
    const other = await create({ name: '北京科技有限公司', contact: { name: '张', mobile: '13911112222' } }, asWang);
    const given = { body: { ...body, fields: { friend: other.id, advisor: wang } } };
    expect(await call('POST', '/v1/customers', { ...asLi, ...given })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/fields/friend' }] },
    });
    expect(
      (await call('POST', '/v1/customers', { ...asAdmin, ...given, body: { ...given.body, ownerId: li } })).status,
    ).toBe(201);
  });

  test('what is archived stays where it is and may be sent back as it was', async () => {
    const { define, create, patch, quality } = await companyWithFields();
    await define(years);
    const { id } = await create({ fields: { years: 3 } });
    await quality('POST', '/v1/fields/years/archive');
    expect(await patch(id, 1, { fields: { years: 3 }, level: 'vip' })).toMatchObject({
      status: 200,
      body: { fields: { years: 3 } },
    });
    expect(await patch(id, 2, { fields: { years: 4 } })).toMatchObject({
      status: 422,
      body: { code: 'customers.field-archived' },
    });
  });

  test('a field of high grade is masked for roles that see masks, in answer and overview', async () => {
    const { define, create, call } = await companyWithFields();
    await define({ id: 'turnover', type: 'money', sensitivity: 'high' });
    await define(years);
    const turnover = { minor: 100, currency: 'CNY' };
    const { id } = await create({ fields: { turnover, years: 3 } });
    for (const path of ['', '/overview']) {
      const fieldsFor = async (as: object) => {
        const { body: seen } = await call('GET', `/v1/customers/${id}${path}`, as);
        return (seen.customer ?? seen).fields;
      };
      expect(await fieldsFor(asMarketing)).toEqual({ turnover: '****', years: 3 });
      expect(await fieldsFor(asZhao)).toEqual({ turnover: '****', years: 3 });
      expect(await fieldsFor(asLi)).toEqual({ turnover, years: 3 });
      expect(await fieldsFor(asFinance)).toBeUndefined();
    }
    const entered = {
      fields: { turnover, years: 5 },
      name: '北京科技有限公司',
      contact: { name: '张', mobile: '13911112222' },
    };
    expect((await create(entered, asZhao)).fields).toEqual({ turnover: '****', years: 5 });
  });
});

describe('lists by a choice', () => {
  const names = (answer: { body: { items: { name: string }[] } }) => answer.body.items.map(({ name }) => name).sort();
  const other = { name: '北京科技有限公司', contact: { name: '张', mobile: '13911112222' } };

  test('find those who have it, within reach, at once, and follow every change', async () => {
    const { define, create, call, patch } = await companyWithFields();
    await define(channel);
    const mine = await create({ fields: { 'buying-channel': 'online' } });
    await create({ ...other, fields: { 'buying-channel': 'online' } }, asWang);
    const list = (choice: string, as: object = asLi) => call('GET', `/v1/customers?field=buying-channel:${choice}`, as);
    expect(names(await list('online'))).toEqual([body.name]);
    expect(names(await list('online', asChen))).toEqual([body.name, other.name].sort());
    expect(names(await list('online', asAdmin))).toEqual([body.name, other.name].sort());
    await patch(mine.id, 1, { fields: { 'buying-channel': 'dealer' } });
    expect(names(await list('online'))).toEqual([]);
    expect(names(await list('dealer'))).toEqual([body.name]);
    await call('PUT', `/v1/customers/${mine.id}/collaborators/${wang}`);
    expect(names(await list('dealer', asWang))).toEqual([body.name]);
  });

  test('find by no field of grade high, whose values are sealed: 422 for defining or making such a one', async () => {
    const { define, quality, ifMatch } = await companyWithFields();
    await define(channel);
    const labels = { 'zh-CN': '密', en: 'Secret' };
    const both = { ...channel, id: 'secret', labels, sensitivity: 'high' };
    const refused = { status: 422, body: { errors: [{ pointer: '/sensitivity' }] } };
    expect(await quality('POST', '/v1/fields', { body: both })).toMatchObject(refused);
    const patch = ifMatch(1, { body: { sensitivity: 'high' } });
    expect(await quality('PATCH', `/v1/fields/${channel.id}`, patch)).toMatchObject(refused);
  });

  test('422 for a field that lists cannot ask for; 400 for what is none', async () => {
    const { define, call } = await companyWithFields();
    await define(channel);
    await define(years);
    const status = async (query: string, as: object = asLi) => (await call('GET', `/v1/customers?${query}`, as)).status;
    for (const field of ['years:3', 'none:online', 'buying-channel:none'])
      expect(await status(`field=${field}`)).toBe(422);
    expect(await status('field=buying-channel:online', asMarketing)).toBe(200);
    expect(await status('field=buying-channel:online', asFinance)).toBe(422);
    expect(await status('field=x')).toBe(400);
    expect(await status('field=buying-channel:online&tag=x')).toBe(400);
    expect(await status('field=buying-channel:online&sort=name')).toBe(400);
  });
});
