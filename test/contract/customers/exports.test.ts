import { createHash } from 'node:crypto';
import { streamXlsxRows } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import type { MemoryTable } from '#store/memory.ts';
import { asAdmin, asEmily, asFinance, asMarketing, asWang, asZhao, li } from './company.ts';
import { exchange, header, rowsOf } from './imports.ts';

test('a list is written as the caller sees it, with a manifest, and told of before any link is given', async () => {
  const { run, take, table, clock, api } = await exchange();
  await run(header + rowsOf(3));

  const { made, text } = await take({});

  expect(made).toMatchObject({ state: 'completed', rows: 3, files: [{ rows: 3, bytes: Buffer.byteLength(text) }] });
  expect(made.files[0].sha256).toBe(createHash('sha256').update(text).digest('hex'));
  expect(made.files[0].expiresAt).toBe(new Date(clock.now.getTime() + 300_000).toISOString());
  const news = (table as MemoryTable).news.filter(({ type }) => type === 'export.made');
  expect(news).toMatchObject([{ actorId: li, detail: { exportId: made.id, of: 'customers', memberId: li, rows: 3 } }]);
  expect((await api.call('GET', `/v1/exports/${made.id}`, asWang)).status).toBe(404);
  expect((await api.call('GET', `/v1/exports/${made.id}`, { anonymous: true })).status).toBe(401);
  // Whose role has changed does not take with him what he could see before.
  expect((await api.call('GET', `/v1/exports/${made.id}`, { ...asFinance, memberId: li })).status).toBe(404);
});

test('what is exported and imported again says nothing new', async () => {
  const { run, take, create } = await exchange();
  await run(header + rowsOf(5));
  await create({
    name: '-cmd|公司, "甲";乙',
    level: 'vip',
    tags: ['a;b', '=1+1', '华东'],
    address: { country: 'CN', city: '上海', line: '@路\\1号' },
    externalIds: [{ system: 'erp', id: 'A:1;2' }],
    nextFollowUpPlan: '两行\n计划',
    contact: { name: '+王', mobile: '+8613911110000', wechat: "'=x", locale: 'en' },
  });

  for (const locale of ['zh-CN', 'en'] as const) {
    const { text } = await take({}, { memberId: li, role: 'sales-rep', departments: '', locale });
    const again = await run(text, { body: { onDuplicate: 'fail' } });
    expect(again.counts).toEqual({ total: 6, created: 0, updated: 0, unchanged: 6, merged: 0, rejected: 0 });
  }
});

test('what is exported as a workbook is its manifest’s, opens no formula, and imported again says nothing new', async () => {
  const { api, create, files, take, run, work } = await exchange();
  await create({
    name: '=HYPERLINK("http://x")',
    tags: ['@a', '重点'],
    contact: { name: "'+王", mobile: '+8613911110000' },
  });
  await run(header + rowsOf(3));

  const { made } = await take({ format: 'xlsx' });

  const file = files.objects.get(`exports/${made.id}/customers-1.xlsx`) ?? Buffer.alloc(0);
  const sha256 = createHash('sha256').update(file).digest('hex');
  expect(made).toMatchObject({
    rows: 4,
    files: [{ rows: 4, bytes: file.length, sha256, fileName: 'customers-1.xlsx' }],
  });
  const again = await run(file, { format: 'xlsx' });
  expect(again.counts).toMatchObject({ total: 4, unchanged: 4 });
  const cells: string[] = [];
  for await (const { values } of streamXlsxRows(file)) cells.push(...values.map(String));
  expect(cells).toContain(`'=HYPERLINK("http://x")`);
  expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
  await work();
  expect((await api.call('GET', '/v1/exports')).body.items).toHaveLength(1);
});

test('no cell begins as a formula', async () => {
  const { take, create } = await exchange();
  await create({ name: '=HYPERLINK("http://x")', contact: { name: '@b', mobile: '+8613911110000' } });
  const { text } = await take({});
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(text).toContain(",'@b,'+8613911110000,");
});

test('masks hold, cards hold no more than a card, and nobody takes what he does not see', async () => {
  const { run, take } = await exchange();
  await run(header + rowsOf(1));

  expect((await take({ format: 'ndjson' }, asZhao)).text).toContain('"mobile":"138****0001"');
  expect((await take({}, asMarketing)).text).not.toContain('13800000001');
  const card = JSON.parse((await take({ format: 'ndjson' }, asFinance)).text);
  expect(Object.keys(card).toSorted()).toEqual(['id', 'level', 'name', 'number']);
  expect((await take({}, asEmily)).made).toMatchObject({ rows: 0, files: [{ rows: 0 }] });
});

test('one whose view is gone before it is written says that it failed, and is not tried for ever', async () => {
  const { api, work, call } = await exchange();
  const filter = { field: 'level', op: 'is', value: 'vip' };
  const { body: view } = await call('POST', '/v1/views', { body: { of: 'customers', name: '重点', filter } });
  const body = { of: 'customers', format: 'csv', filter: { view: view.id } };
  const { body: made } = await api.call('POST', '/v1/exports', { body });
  await call('DELETE', `/v1/views/${view.id}`, { headers: { 'if-match': '"1"' } });
  await work();
  expect((await api.call('GET', `/v1/exports/${made.id}`)).body.state).toBe('failed');
});

test('a list of exports has one’s own, an admin’s has all, and neither has links', async () => {
  const { take, api } = await exchange();
  const { made } = await take({});
  const { files: _, ...shown } = made;
  expect((await api.call('GET', '/v1/exports')).body).toEqual({ items: [shown], next: null });
  expect((await api.call('GET', '/v1/exports', asWang)).body.items).toEqual([]);
  expect((await api.call('GET', '/v1/exports', asAdmin)).body.items).toEqual([shown]);
  expect((await api.call('GET', '/v1/exports', { role: 'customer' })).status).toBe(403);
});

test('by the query of the list; a bad one is refused at once', async () => {
  const { create, take, api } = await exchange();
  await create({ tags: ['甲'] });
  await create({ name: '乙公司', contact: { name: '乙', mobile: '13900000001' } });
  expect((await take({ filter: { tag: '甲' } })).made.rows).toBe(1);
  const ask = (body: object) => api.call('POST', '/v1/exports', { body: { of: 'customers', format: 'csv', ...body } });
  expect((await ask({ filter: { colour: 'red' } })).status).toBe(400);
  expect((await ask({ format: 'pdf' })).status).toBe(400);
  const unknownView = await ask({ filter: { view: 'viw_00000000000000000000000009' } });
  expect([unknownView.status, unknownView.body.errors[0].pointer]).toEqual([422, '/filter/view']);
  expect(
    (await api.call('POST', '/v1/exports', { role: 'customer', body: { of: 'customers', format: 'csv' } })).status,
  ).toBe(403);
});

test('whom an exported look-up names stands in no row in clear, and is who is found', async () => {
  const { take, table, create } = await exchange();
  await create({ contact: { name: '王', mobile: '13911112222', email: 'wang.lookup@example.com' } });
  await create({ name: '别的公司', contact: { name: '李', mobile: '13911113333' } });
  for (const filter of [{ phone: '13911112222' }, { email: 'wang.lookup@example.com' }]) {
    const { made, text } = await take({ filter });
    expect(made).toMatchObject({ state: 'completed', rows: 1 });
    expect(text).toContain('13911112222');
  }
  const rows = JSON.stringify((table as MemoryTable).rows(), (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
  expect(['13911112222', 'wang.lookup'].filter((value) => rows.includes(value))).toEqual([]);
  expect(rows).toContain('+86139****2222');
});

describe('an export as vCards', () => {
  test('has a card of each main contact, which imported again says nothing new', async () => {
    const { run, take, create } = await exchange();
    await run(header + rowsOf(3));
    const long = '上海很长很长的名字、有逗号,有分号;有反斜线\\的医疗器械进出口贸易有限公司';
    const contact = {
      name: '王,五',
      mobile: '13911110000',
      email: 'wang@example.com',
      wechat: 'w;x',
      title: '采购,经理',
    };
    const address = { country: 'CN', province: '上海', city: '上海', line: '张江路1号;2楼', postcode: '201203' };
    await create({ name: long, tags: ['重点,客户', '华东'], address, contact });

    const { made, text } = await take({ format: 'vcard' });
    expect(made).toMatchObject({ rows: 4, files: [{ fileName: 'customers-1.vcf', rows: 4 }] });
    expect(text.split('\r\n').every((line: string) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(text.replaceAll('\r\n ', '')).toContain('TITLE:采购\\,经理\r\nTEL;TYPE=cell:13911110000\r\n');

    const again = await run(text, { format: 'vcard', body: { onDuplicate: 'fail' } });
    expect(again.counts).toMatchObject({ total: 4, created: 0, updated: 0 });
  });

  test('shows no more than the caller sees: masks as masks, and of a card no person', async () => {
    const { take, create } = await exchange();
    await create({
      name: '上海医疗有限公司',
      contact: { name: '王', mobile: '13911110000', email: 'wang@example.com' },
    });
    const masked = (await take({ format: 'vcard' }, asMarketing)).text;
    expect(masked).toContain('TEL;TYPE=cell:139****0000');
    expect(masked).not.toContain('13911110000');
    const card = (await take({ format: 'vcard' }, asFinance)).text;
    expect(card).toBe(
      'BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:上海医疗有限公司\r\nORG:上海医疗有限公司\r\nEND:VCARD\r\n',
    );
  });
});
