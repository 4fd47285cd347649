import { describe, expect, test } from 'vitest';
import { idOf } from '#test/world.ts';
import { aMember, ifMatch, membersApi } from './steps.ts';

describe('/v1/company', () => {
  test('GET 200 with the settings as delivered', async () => {
    const { call } = membersApi();
    expect(await call('GET', '/v1/company', { role: 'sales-rep' })).toMatchObject({
      status: 200,
      body: { zone: 'Asia/Shanghai', locale: 'zh-CN', currency: 'CNY', region: 'CN', version: 0 },
      headers: { etag: '"0"' },
    });
  });

  test('PATCH 200 with the change; null takes the default owner away', async () => {
    const api = membersApi();
    const { id } = await aMember(api);
    const body = { name: '示例公司', defaultOwnerId: id };
    expect(await api.call('PATCH', '/v1/company', { ...ifMatch(0), body })).toMatchObject({
      status: 200,
      body: { ...body, version: 1 },
    });
    const without = await api.call('PATCH', '/v1/company', { ...ifMatch(1), body: { defaultOwnerId: null } });
    expect(without.body).not.toHaveProperty('defaultOwnerId');
    expect((await api.call('GET', '/v1/company')).body).toMatchObject({ name: '示例公司', version: 2 });
  });

  test('PATCH 422 for a default owner who is not there', async () => {
    const { call } = membersApi();
    const body = { defaultOwnerId: idOf('mem', 404) };
    expect(await call('PATCH', '/v1/company', { ...ifMatch(0), body })).toMatchObject({
      status: 422,
      body: { code: 'members.unknown-member', errors: [{ pointer: '/defaultOwnerId' }] },
    });
  });

  test('PATCH 403 for whoever is no admin, 412 when someone else was first, 400 for what is no zone', async () => {
    const { call } = membersApi();
    const patch = (version: number, body: object, role: 'admin' | 'finance' = 'admin') =>
      call('PATCH', '/v1/company', { ...ifMatch(version), body, role });
    expect(await patch(0, { name: 'x' }, 'finance')).toMatchObject({ status: 403 });
    expect(await patch(3, { name: 'x' })).toMatchObject({ status: 412 });
    expect(await patch(0, { zone: 'Moon/Base', currency: 'yuan' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/zone' }, { pointer: '/currency' }] },
    });
  });
});

describe('/v1/lists/{name}', () => {
  test('GET 200 with every code and its labels in both languages', async () => {
    const { call } = membersApi();
    const sizes: Record<string, number> = {};
    const names = ['industries', 'levels', 'sources', 'channels', 'ticket-kinds', 'severities', 'consent-purposes'];
    for (const name of names) {
      const { status, body } = await call('GET', `/v1/lists/${name}`, { role: 'marketing' });
      expect(status).toBe(200);
      for (const { labels } of body) expect(Object.keys(labels)).toEqual(['zh-CN', 'en']);
      sizes[name] = body.length;
    }
    expect(sizes).toMatchObject({ levels: 5, channels: 11, 'ticket-kinds': 5, severities: 3 });
  });

  test('GET 200 with the three severities as the company grades them: 一般, 中度, 重大', async () => {
    const { body } = await membersApi().call('GET', '/v1/lists/severities');
    const graded = (body as { code: string; labels: Record<string, string> }[]).map(({ code, labels }) => [
      code,
      labels['zh-CN'],
    ]);
    expect(graded).toEqual([
      ['minor', '一般'],
      ['moderate', '中度'],
      ['major', '重大'],
    ]);
  });

  test('GET 404 for a list that does not exist', async () => {
    const { call } = membersApi();
    expect(await call('GET', '/v1/lists/colours')).toMatchObject({ status: 404 });
  });

  test('POST 201 adds a choice behind those delivered; 409 for a code that is taken', async () => {
    const { call } = membersApi();
    const body = { code: 'aviation', labels: { 'zh-CN': '航空', en: 'Aviation' } };
    expect(await call('POST', '/v1/lists/industries', { body })).toMatchObject({
      status: 201,
      body: { code: 'aviation', archived: false, version: 1 },
    });
    expect((await call('GET', '/v1/lists/industries')).body.at(-1)).toMatchObject(body);
    for (const code of ['aviation', 'retail']) {
      expect(await call('POST', '/v1/lists/industries', { body: { ...body, code } })).toMatchObject({
        status: 409,
        body: { code: 'members.entry-exists' },
      });
    }
  });

  test('PATCH 200 archives or renames, delivered ones too; nothing is deleted', async () => {
    const { call } = membersApi();
    const change = (version: number, body: object) =>
      call('PATCH', '/v1/lists/levels/potential', { ...ifMatch(version), body });
    expect(await change(0, { archived: true })).toMatchObject({ status: 200, body: { archived: true, version: 1 } });
    expect(await change(1, { labels: { en: 'Prospect' } })).toMatchObject({
      status: 200,
      body: { archived: true, labels: { 'zh-CN': '潜在客户', en: 'Prospect' } },
    });
    const { body } = await call('GET', '/v1/lists/levels');
    expect(body.map(({ code }: { code: string }) => code)).toContain('potential');
    expect(await change(1, { archived: false })).toMatchObject({ status: 412 });
  });

  test('422 for a list that rules depend on, 404 for an unknown code, 403 for whoever is no admin', async () => {
    const { call } = membersApi();
    const labels = { 'zh-CN': '传真', en: 'Fax' };
    const fixed = { status: 422, body: { code: 'members.list-fixed' } };
    const archive = { ...ifMatch(0), body: { archived: true } };
    expect(await call('POST', '/v1/lists/channels', { body: { code: 'telex', labels } })).toMatchObject(fixed);
    expect(await call('PATCH', '/v1/lists/severities/minor', archive)).toMatchObject(fixed);
    expect(await call('PATCH', '/v1/lists/levels/none', archive)).toMatchObject({ status: 404 });
    expect(await call('POST', '/v1/lists/levels', { role: 'finance', body: { code: 'x', labels } })).toMatchObject({
      status: 403,
    });
  });
});
