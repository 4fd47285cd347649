import { describe, expect, test } from 'vitest';
import { asAdmin, asLi, asZhao } from './company.ts';
import { exchange } from './imports.ts';
import { channel } from './quality.ts';
import { workbook } from './workbooks.ts';

const years = { id: 'contract-years', labels: { 'zh-CN': '合作年限', en: 'Contract years' }, type: 'number' } as const;
const since = { id: 'partner-since', labels: { 'zh-CN': '合作日期', en: 'Partner since' }, type: 'date' } as const;
const budget = { id: 'budget', labels: { 'zh-CN': '预算', en: 'Budget' }, type: 'money', sensitivity: 'high' } as const;

async function withFields() {
  const made = await exchange();
  for (const field of [years, since, budget, channel]) await made.define(field);
  const fieldsOf = async (name: string) => {
    const { items } = (await made.call('GET', '/v1/customers')).body;
    const { id } = items.find((each: { name: string }) => each.name === name);
    return (await made.call('GET', `/v1/customers/${id}`)).body.fields;
  };
  return { ...made, fieldsOf };
}

const row = '甲公司,甲,13900000001,3,2024/3/1,"CNY 1,200.50",线上\n';
const titles = '客户名称,联系人,手机,合作年限,Partner since,fields.budget,buying-channel\n';

describe('fields of the company’s own', () => {
  test('are recognised by their labels, id or path, and entered as values of their types', async () => {
    const { api, upload, run, fieldsOf } = await withFields();
    const { body } = await api.call('GET', `/v1/imports/${await upload(titles + row)}/columns`);
    expect(body.columns.slice(3).map(({ field }: { field: string }) => field)).toEqual([
      'fields.contract-years',
      'fields.partner-since',
      'fields.budget',
      'fields.buying-channel',
    ]);
    expect((await run(titles + row)).counts).toMatchObject({ created: 1, total: 1 });
    expect(await fieldsOf('甲公司')).toEqual({
      'contract-years': 3,
      'partner-since': '2024-03-01',
      budget: { minor: 120_050, currency: 'CNY' },
      'buying-channel': 'online',
    });
  });

  test('a value that its field does not take is told at its column; a column of no field is refused at the start', async () => {
    const { run, report, api, upload } = await withFields();
    const done = await run(`${titles}甲公司,甲,13900000001,三,,,电视\n`);
    expect(done.counts).toMatchObject({ rejected: 1, total: 1 });
    expect(report(done.id)).toContain(
      '"合作年限; buying-channel","三; 电视","customers.field-value; customers.unknown-option"',
    );
    const id = await upload(titles + row);
    const mapping = { 客户名称: 'name', 合作年限: 'fields.nothing' };
    expect(await api.call('POST', `/v1/imports/${id}/start`, { body: { mapping } })).toMatchObject({
      status: 422,
      body: { code: 'customers.unknown-field', errors: [{ pointer: '/mapping/合作年限' }] },
    });
  });

  test('an update changes those alone that differ, and undo brings them back', async () => {
    const { run, api, work, fieldsOf } = await withFields();
    await run(titles + row);
    const later = `${titles}甲公司,甲,13900000001,4,,,线上\n`;
    const { id, counts } = await run(later, { body: { onDuplicate: 'update' } });
    expect(counts).toMatchObject({ updated: 1, total: 1 });
    expect(await fieldsOf('甲公司')).toMatchObject({ 'contract-years': 4, 'partner-since': '2024-03-01' });
    await api.call('POST', `/v1/imports/${id}/undo`);
    await work();
    expect(await fieldsOf('甲公司')).toMatchObject({ 'contract-years': 3, 'buying-channel': 'online' });
  });

  test('are columns of an export, which imported again says nothing new, in either language and form', async () => {
    const { run, take, files } = await withFields();
    await run(titles + row);
    const { text } = await take({}, { ...asLi, locale: 'zh-CN' });
    expect(text).toContain(',预算,buying-channel,合作年限,合作日期\r\n');
    expect(text).toContain(',CNY 1200.50,线上,3,2024-03-01\r\n');
    expect((await run(text)).counts).toMatchObject({ unchanged: 1, total: 1 });
    const { made } = await take({ format: 'xlsx' }, asAdmin);
    const file = files.objects.get(`exports/${made.id}/customers-1.xlsx`) ?? Buffer.alloc(0);
    expect((await run(file, { format: 'xlsx' })).counts).toMatchObject({ unchanged: 1, total: 1 });
  });

  test('of high grade are masked in an export as they are in the API', async () => {
    const { run, take } = await withFields();
    await run(titles + row);
    expect((await take({}, asZhao)).text).toContain(',****,Online,3,2024-03-01\r\n');
    expect((await take({ format: 'ndjson' }, asZhao)).text).toContain('"budget":"****"');
  });

  test('a date of a workbook is the date of a field', async () => {
    const { run, fieldsOf } = await withFields();
    const file = await workbook([
      ['客户名称', '联系人', '手机', '合作日期', '合作年限'],
      ['甲公司', '甲', 13_900_000_001, new Date('2024-03-01T00:00:00Z'), 2.5],
    ]);
    expect((await run(file, { format: 'xlsx' })).counts).toMatchObject({ created: 1, total: 1 });
    expect(await fieldsOf('甲公司')).toEqual({ 'partner-since': '2024-03-01', 'contract-years': 2.5 });
  });
});
