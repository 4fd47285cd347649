import { describe, expect, test } from 'vitest';
import { digestWith, putSuppression } from '#store/customers-matching.ts';
import { testSecrets } from '#test/world.ts';
import { asAdmin, asChen, asEmily, asLi, asMarketing, asWang, asZhao, east, enterMember, li } from './company.ts';
import { exchange, header, rowOf, rowsOf } from './imports.ts';

const none = { total: 0, created: 0, updated: 0, unchanged: 0, merged: 0, rejected: 0 };

describe('a file of customers', () => {
  test('is entered row by row as if each had been sent by its importer', async () => {
    const { run, call } = await exchange();

    const done = await run(header + rowsOf(3));

    expect(done).toMatchObject({ state: 'completed', rows: 3, counts: { ...none, total: 3, created: 3 } });
    const { body } = await call('GET', '/v1/customers?phone=13800000002');
    expect(body.items).toMatchObject([{ name: '上海第2号贸易有限公司', contactName: '联系人2', ownerId: li }]);
  });

  test('tells every row that was not entered with number, column, value, code and hint, as a file to import again', async () => {
    const { run, report } = await exchange();
    const bad = `没有联系方式公司,张三,,\n错号公司,李四,12345,\n${rowOf(1)}`;

    const done = await run(header + rowOf(1) + bad, { body: { onDuplicate: 'fail' } });

    expect(done).toMatchObject({ counts: { ...none, total: 4, created: 1, rejected: 3 } });
    const rejected = report(done.id);
    const [first, ...lines] = rejected.trimEnd().split('\r\n');
    expect(first).toBe('\uFEFF客户名称,联系人,手机,邮箱,※row,※column,※value,※code,※hint');
    expect(lines[0]).toContain('没有联系方式公司,张三,,,3,"手机; Landline; 邮箱",,customers.contact-unreachable,');
    expect(lines[1]).toMatch(/^错号公司,李四,12345,,4,手机,12345,/);
    expect(lines[2]).toContain(',5,,,customers.duplicate,');
    const corrected = rejected.replace('张三,,', '张三,13900000001,').replaceAll('12345', '13900000002');
    const again = await run(corrected, { body: { onDuplicate: 'reuse' } });
    expect(again).toMatchObject({ state: 'completed', counts: { ...none, total: 3, created: 2, unchanged: 1 } });
  });

  test('with customers who are here already: reused, updated or made anew, as asked', async () => {
    const { run, create, call } = await exchange();
    await create({ name: '北京科技有限公司', contact: { name: '张总', mobile: '13900000009' } });
    const row = '客户名称,联系人,手机,职务,行业\n北京科技有限公司,李秘书,13900000010,秘书,医疗健康\n';

    expect((await run(row)).counts).toMatchObject({ rejected: 1, total: 1 });
    expect((await run(row, { body: { onDuplicate: 'reuse' } })).counts).toMatchObject({ merged: 1, total: 1 });
    const own = '客户名称,联系人,手机,职务,行业\n北京科技有限公司,张总,13900000009,总经理,医疗健康\n';
    expect((await run(own, { body: { onDuplicate: 'update' } })).counts).toMatchObject({ updated: 1, total: 1 });
    expect((await run(own, { body: { onDuplicate: 'update' } })).counts).toMatchObject({ unchanged: 1, total: 1 });
    expect((await run(own, { body: { onDuplicate: 'create' } })).counts).toMatchObject({ created: 1, total: 1 });
    const { body } = await call('GET', '/v1/customers?phone=13900000009');
    expect(body.items).toHaveLength(2);
  });

  test('with a known external id: updated, whatever else changed, if the importer sees him', async () => {
    const { run, create, call } = await exchange();
    const { id } = await create({ externalIds: [{ system: 'erp', id: 'K-7' }] });
    const row =
      '客户名称,联系人,手机,外部编号,购买者类型\n新名称贸易有限公司,赵总,13900000077,erp:K-7,公司办公购买者\n';
    const update = { body: { onDuplicate: 'update' } };
    expect((await run(row, { as: asEmily, ...update })).counts).toMatchObject({ rejected: 1, total: 1 });
    expect((await run(row)).counts).toMatchObject({ rejected: 1, total: 1 });
    expect((await run(row, update)).counts).toMatchObject({ updated: 1, total: 1 });
    const { body } = await call('GET', `/v1/customers/${id}`);
    expect(body).toMatchObject({
      name: '新名称贸易有限公司',
      buyerType: 'company-office',
      mainContact: { mobile: '13900000077' },
    });
  });

  test('can be rehearsed: the same counts, and nothing is there afterwards', async () => {
    const { run, call, report } = await exchange();
    const file = `${header}${rowsOf(3)}${rowOf(2)}坏行,,,\n`;

    const rehearsed = await run(file, { body: { dryRun: true } });

    expect(rehearsed).toMatchObject({ state: 'completed', dryRun: true });
    expect(rehearsed.counts).toEqual({ ...none, total: 5, created: 3, rejected: 2 });
    expect(report(rehearsed.id)).toContain('customers.duplicate');
    expect((await call('GET', '/v1/customers')).body.items).toEqual([]);
    expect((await run(file)).counts).toEqual(rehearsed.counts);
  });

  test('is rehearsed as well when asked by Prefer: dry-run', async () => {
    const { upload, api, view, work, call } = await exchange();
    const id = await upload(header + rowOf(1));
    const headers = { prefer: 'dry-run' };
    expect((await api.call('POST', `/v1/imports/${id}/start`, { ...asLi, headers, body: {} })).status).toBe(202);
    await work();
    expect(await view(id)).toMatchObject({ state: 'completed', dryRun: true, counts: { created: 1 } });
    expect((await call('GET', '/v1/customers')).body.items).toEqual([]);
  });

  test('of GB18030 or with a byte-order mark is read as what it is', async () => {
    const { run, call } = await exchange();
    // 公司,联系人,手机 / 中文,王,13800000001
    const gb = Buffer.from('b9abcbbe2cc1aacfb5c8cb2ccad6bbfa0ad6d0cec4b9abcbbe2ccdf52c31333830303030303030310a', 'hex');

    expect((await run(gb)).counts).toMatchObject({ created: 1 });
    expect((await run(`\uFEFF${header}${rowOf(7)}`)).counts).toMatchObject({ created: 1 });
    const { body } = await call('GET', '/v1/customers?phone=13800000001');
    expect(body.items).toMatchObject([{ name: '中文公司', contactName: '王' }]);
  });

  test('whose quotes never close enters nobody and says where', async () => {
    const { run, call } = await exchange();
    const failed = await run(`${header}${rowOf(1)}坏公司,"${'x'.repeat(300_000)}`);
    expect(failed).toMatchObject({
      state: 'failed',
      counts: none,
      failure: { code: 'customers.import-unreadable', row: 3 },
    });
    expect((await call('GET', '/v1/customers')).body.items).toEqual([]);
  });

  test('rows with more cells than the header are told, empty ones are not counted', async () => {
    const { run, report } = await exchange();
    const done = await run(`${header}\n${rowOf(1).trimEnd()},多,出\n,,,\n\n${rowOf(2)}`);
    expect(done).toMatchObject({ rows: 2, counts: { ...none, total: 2, created: 1, rejected: 1 } });
    expect(report(done.id)).toContain(',3,,"多; 出",customers.import-too-many-cells,');
  });
});

describe('an import that is stopped', () => {
  test('by a crash goes on where it was and enters each row once', async () => {
    const { start, bring, table, view, call, clock } = await exchange();
    const id = await start(header + rowsOf(40));
    const { news } = table as never as { news: { type: string }[] };
    await bring(news.find(({ type }) => type === 'import.started') as never);
    const part = news.find(({ type }) => type === 'import.part-queued') as never;
    // Three transactions of rows, the end of the part, the end of the import: each is the last that a worker sends.
    for (const isWritten of [false, true, false, true, true, false, true, true]) {
      let isDead = false;
      const commit: typeof table.commit = async (writes) => {
        if (isWritten && !isDead) await table.commit(writes);
        isDead = true;
        throw new Error('killed');
      };
      await expect(bring(part, { ...table, commit })).rejects.toThrow('killed');
      clock.advance(1000);
    }
    await bring(part);
    await bring(part);

    expect(await view(id)).toMatchObject({ state: 'completed', counts: { ...none, total: 40, created: 40 } });
    const { body } = await call('GET', '/v1/customers?limit=200');
    expect(body.items).toHaveLength(40);
  });

  test('because the importer may enter customers no more: nobody is entered in his name', async () => {
    const { start, work, table, view } = await exchange();
    const id = await start(header + rowsOf(3));
    await enterMember(table, [li, '李伟', 'sales-rep', east], { role: 'finance' });
    await work();
    expect(await view(id)).toMatchObject({ state: 'cancelled', counts: { ...none, total: 0 } });
  });

  test('by its importer keeps what was entered, counts it, and can be undone', async () => {
    const { start, api, bring, work, table, view, call } = await exchange();
    const id = await start(header + rowsOf(250));
    const { news } = table as never as { news: { type: string }[] };
    await bring(news.find(({ type }) => type === 'import.started') as never);
    const [first] = news.filter(({ type }) => type === 'import.part-queued') as never[];
    await bring(first as never);

    expect(await api.call('POST', `/v1/imports/${id}/cancel`)).toMatchObject({
      status: 202,
      body: { state: 'cancelling' },
    });
    await work();
    expect(await view(id)).toMatchObject({
      state: 'cancelled',
      rows: 250,
      counts: { ...none, total: 100, created: 100 },
    });
    expect(await api.call('POST', `/v1/imports/${id}/cancel`)).toMatchObject({ status: 409 });
    await api.call('POST', `/v1/imports/${id}/undo`);
    await work();
    expect(await view(id)).toMatchObject({ state: 'undone', undo: { undone: 100, kept: 0 } });
    expect((await call('GET', '/v1/customers')).body.items).toEqual([]);
  });
});

test('undo takes back what nobody has touched since, keeps and lists the rest, and the file can be imported again', async () => {
  const { run, api, call, work, view, report, create } = await exchange();
  const kept = await create({
    name: '老客户有限公司',
    contact: { name: '老王', mobile: '13700000001', email: 'old@example.com' },
  });
  const file = `${header}${rowsOf(3)}老客户有限公司,老王,13700000001,new@example.com\n老客户有限公司,小王,13700000002,\n`;
  const update = await run(file, { body: { onDuplicate: 'update' } });
  expect(update.counts).toMatchObject({ created: 3, total: 5 });
  const [touched] = (await call('GET', '/v1/customers?phone=13800000002')).body.items;
  await call('PATCH', `/v1/customers/${touched.id}`, { body: { level: 'vip' }, headers: { 'if-match': '"1"' } });

  expect(await api.call('POST', `/v1/imports/${update.id}/undo`)).toMatchObject({
    status: 202,
    body: { state: 'undoing' },
  });
  await work();

  const undone = await view(update.id);
  expect(undone.state).toBe('undone');
  expect(undone.undo.undone + undone.undo.kept).toBe(5 - update.counts.unchanged - update.counts.rejected);
  expect(report(update.id, 'kept')).toContain('customers.import-touched');
  const left = (await call('GET', '/v1/customers')).body.items;
  expect(left.map(({ id }: { id: string }) => id).toSorted()).toEqual([kept.id, touched.id].toSorted());
  expect((await run(header + rowOf(1))).counts).toMatchObject({ created: 1 });
});

describe('routes', () => {
  test('401, 403 and 404 for who may not', async () => {
    const { api, upload } = await exchange();
    const id = await upload(header + rowOf(1));
    const body = { kind: 'customers', format: 'csv', fileName: 'a.csv', bytes: 10 };
    expect((await api.call('POST', '/v1/imports', { anonymous: true, body })).status).toBe(401);
    expect((await api.call('POST', '/v1/imports', { ...asMarketing, body })).status).toBe(403);
    expect((await api.call('POST', '/v1/imports', { ...asZhao, body })).status).toBe(201);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/columns'],
      ['GET', '/rejected'],
      ['GET', '/kept'],
      ['POST', '/start'],
      ['POST', '/cancel'],
      ['POST', '/undo'],
    ]) {
      const asked = method === 'POST' ? { body: {} } : {};
      const answer = await api.call(method ?? '', `/v1/imports/${id}${path}`, { ...asWang, ...asked });
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'customers.import-not-found']);
    }
    expect((await api.call('GET', `/v1/imports/${id}`, asAdmin)).status).toBe(200);
  });

  test('a list of imports, the latest first, has one’s own; an admin’s has all, page by page', async () => {
    const { api, upload, run, clock } = await exchange();
    const first = await run(header + rowOf(1));
    clock.advance(1000);
    const second = await upload(header + rowOf(2));
    clock.advance(1000);
    const chen = await upload(header + rowOf(3), { as: asChen });

    const own = await api.call('GET', '/v1/imports');
    expect(own.body.items.map(({ id }: { id: string }) => id)).toEqual([second, first.id]);
    expect(own.body.items[1]).toEqual(first);
    expect((await api.call('GET', '/v1/imports', asChen)).body).toMatchObject({ items: [{ id: chen }], next: null });
    const page = await api.call('GET', '/v1/imports?limit=2', asAdmin);
    expect(page.body.items.map(({ id }: { id: string }) => id)).toEqual([chen, second]);
    const rest = await api.call('GET', `/v1/imports?cursor=${page.body.next}`, asAdmin);
    expect(rest.body).toMatchObject({ items: [{ id: first.id }], next: null });
    expect((await api.call('GET', '/v1/imports?cursor=x', asAdmin)).status).toBe(400);
    expect((await api.call('GET', '/v1/imports', asMarketing)).status).toBe(403);
  });

  test('400 for a file that is too large, or of another format', async () => {
    const { api } = await exchange();
    const body = { kind: 'customers', format: 'csv', fileName: 'a.csv', bytes: 600_000_000 };
    expect(await api.call('POST', '/v1/imports', { body })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/bytes' }] },
    });
  });

  test('columns are suggested from headers in both languages', async () => {
    const { api, upload } = await exchange();
    const id = await upload('\uFEFFCompany Name;*联系人;手机号码;E-Mail;备注;备注\n"A; B";王;13800138000;;x;y\n');
    const { status, body } = await api.call('GET', `/v1/imports/${id}/columns`);
    expect(status).toBe(200);
    expect(body.columns.map(({ header, field }: Record<string, unknown>) => [header, field])).toEqual([
      ['Company Name', 'name'],
      ['*联系人', 'contact.name'],
      ['手机号码', 'contact.mobile'],
      ['E-Mail', 'contact.email'],
      ['备注', null],
      ['备注 (2)', null],
    ]);
    expect(body.columns[0].sample).toEqual(['A; B']);
  });

  test('409 before the file is there, 422 for a mapping that does not fit it', async () => {
    const { api, upload, files } = await exchange();
    const id = await upload(header + rowOf(1));
    const start = (mapping?: object) =>
      api.call('POST', `/v1/imports/${id}/start`, { body: { ...(mapping && { mapping }) } });
    expect(await start({ 客户名称: 'name', nobody: null })).toMatchObject({
      status: 422,
      body: { code: 'customers.import-unknown-column', errors: [{ pointer: '/mapping/nobody' }] },
    });
    expect((await start({ 客户名称: 'name', 联系人: 'name' })).body.code).toBe('customers.import-field-twice');
    expect((await start({ 手机: 'contact.mobile' })).body.code).toBe('customers.import-nothing-mapped');
    expect((await start({ 手机: 'phone' })).status).toBe(400);
    files.objects.clear();
    expect(await start()).toMatchObject({ status: 409, body: { code: 'customers.import-not-uploaded' } });
    await files.put(`imports/${id}/file`, '\n\n');
    expect(await start()).toMatchObject({ status: 422, body: { code: 'customers.import-empty' } });
  });

  test('409 for what the state of the import does not allow', async () => {
    const { api, run, upload } = await exchange();
    const { id } = await run(header + rowOf(1), { body: { dryRun: true } });
    expect((await api.call('POST', `/v1/imports/${id}/start`, { body: {} })).body.code).toBe('customers.import-state');
    expect((await api.call('POST', `/v1/imports/${id}/undo`)).body.code).toBe('customers.import-not-undoable');
    const waiting = await upload(header + rowOf(1));
    expect((await api.call('GET', `/v1/imports/${waiting}/rejected`)).status).toBe(409);
    expect((await api.call('GET', `/v1/imports/${id}/kept`)).status).toBe(409);
    expect((await api.call('GET', `/v1/imports/${id}/rejected`)).body).toEqual({ files: [] });
    expect((await api.call('POST', `/v1/imports/${waiting}/cancel`)).body.state).toBe('cancelled');
  });

  test('the file of rejected rows is linked for five minutes', async () => {
    const { api, run, clock } = await exchange();
    const { id } = await run(`${header}坏,,,\n`, { as: asChen });
    const { body } = await api.call('GET', `/v1/imports/${id}/rejected`, asChen);
    expect(body.files).toMatchObject([
      { rows: 1, fileName: 'customers rejected.csv', expiresAt: new Date(clock.now.getTime() + 300_000).toISOString() },
    ]);
  });
});

test('a person who was erased is not brought back by a file, whatever it asks', async () => {
  const { run, report, table } = await exchange();
  const digest = digestWith(testSecrets.matching);
  await table.commit(putSuppression(digest, { kind: 'phone', value: '+8613800000002' }));
  for (const onDuplicate of ['fail', 'reuse', 'create', 'update']) {
    const { id, counts } = await run(header + rowOf(2), { body: { onDuplicate } });
    expect(counts).toMatchObject({ total: 1, created: 0, rejected: 1 });
    expect(report(id)).toContain('customers.erased-person');
  }
});
