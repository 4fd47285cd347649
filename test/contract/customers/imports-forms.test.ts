import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asLi } from './company.ts';
import { exchange } from './imports.ts';
import { rawWorkbook, workbook } from './workbooks.ts';

const titles = ['客户名称', '联系人', '手机', '备注'];

/** What the columns of an uploaded file are, or why it is refused. */
async function columnsOf(bytes: Uint8Array | string, format = 'xlsx') {
  const { api, upload } = await exchange();
  const { status, body } = await api.call('GET', `/v1/imports/${await upload(bytes, { format })}/columns`);
  return { status, code: body.code, samples: body.columns?.map(({ sample }: { sample: string[] }) => sample) };
}

describe('a workbook', () => {
  test('is entered as a file of text is: numbers as they are written, of formulas the result', async () => {
    const { run, call } = await exchange();
    const rows = [titles, ['上海第1号贸易有限公司', '李四', 13_800_000_001, true], [null, null, null, null]];
    const file = await workbook([...rows, ['上海第2号贸易有限公司', '王五', '13800000002', null]]);

    const done = await run(file, { format: 'xlsx' });

    expect(done).toMatchObject({ state: 'completed', rows: 2, counts: { total: 2, created: 2 } });
    const { body } = await call('GET', '/v1/customers?phone=13800000001');
    expect(body.items).toMatchObject([{ name: '上海第1号贸易有限公司', contactName: '李四' }]);
  });

  test('tells rejected rows by the numbers that the spreadsheet shows', async () => {
    const { run, report } = await exchange();
    const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const row = (n: number, texts: string[]) =>
      `<row r="${n}">${texts.map((text, i) => cell(`${'ABCD'[i]}${n}`, text)).join('')}</row>`;
    const file = rawWorkbook(row(3, titles) + row(9, ['甲公司', '甲', '12345']));
    const done = await run(file, { format: 'xlsx' });
    expect(done.counts).toMatchObject({ rejected: 1, total: 1 });
    expect(report(done.id)).toMatch(/甲公司,甲,12345,,9,手机,12345/);
  });

  test('shows dates as days, results of formulas, no errors, no reading aids, and no cells that are only coloured', async () => {
    const shared =
      '<si><t>名</t></si><si><r><t>王</t></r><r><t xml:space="preserve">五</t></r><rPh><t>wangwu</t></rPh></si>';
    const cells = [
      '<c r="A2" t="s"><v>1</v></c>',
      '<c r="B2"><f>1+1</f><v>2</v></c>',
      '<c r="C2" t="str"><f>A1</f><v>文</v></c>',
      '<c r="D2" t="e"><v>#N/A</v></c>',
      '<c r="E2"><v>0.30000000000000004</v></c>',
      '<c r="F2" t="d"><v>2026-03-09T00:00:00</v></c>',
      '<c r="XFD2" s="1"/>',
    ];
    const head = ['A', 'B', 'C', 'D', 'E', 'F'].map((at) => `<c r="${at}1" t="s"><v>0</v></c>`).join('');
    const file = rawWorkbook(`<row r="1">${head}</row><row r="2">${cells.join('')}</row>`, { texts: shared });
    expect((await columnsOf(file)).samples).toEqual([['王五'], ['2'], ['文'], [], ['0.3'], ['2026-03-09']]);
    const dated = await workbook([
      ['客户名称', '日期'],
      ['甲', new Date('2026-03-09T00:00:00Z')],
    ]);
    expect((await columnsOf(dated)).samples).toEqual([['甲'], ['2026-03-09']]);
  });

  test('that unpacks to more than is read, or than it says, is refused', async () => {
    const row = '<row><c t="inlineStr"><is><t>客户名称</t></is></c></row>';
    expect(await columnsOf(rawWorkbook(row, { claimed: 600 * 1024 * 1024 }))).toMatchObject({
      status: 422,
      code: 'customers.import-unpacked',
    });
    const lying = rawWorkbook(row + '<row><c/></row>'.repeat(20_000), { claimed: 500 });
    expect(await columnsOf(lying)).toMatchObject({ status: 422, code: 'customers.import-not-xlsx' });
    const wide = rawWorkbook(`<row>${'<c><v>1</v></c>'.repeat(300)}</row>`);
    expect(await columnsOf(wide)).toMatchObject({ status: 422, code: 'customers.import-too-many-columns' });
    const deep = rawWorkbook('<a>'.repeat(10_000));
    expect((await columnsOf(deep)).code).toBe('customers.import-not-xlsx');
    const full = rawWorkbook(`<row><c ${Array.from({ length: 500 }, (_, i) => `a${i}=""`).join(' ')}/></row>`);
    expect((await columnsOf(full)).code).toBe('customers.import-not-xlsx');
  });

  test('whose few shared texts make a row of megabytes fails at that row, and enters nobody', async () => {
    const { run, call } = await exchange();
    const title = '<row r="1"><c t="inlineStr"><is><t>客户名称</t></is></c></row>';
    const bomb = `<row r="2">${'<c t="s"><v>0</v></c>'.repeat(100)}</row>`;
    const file = rawWorkbook(title + bomb, { texts: `<si><t>${'长'.repeat(30_000)}</t></si>` });
    expect(await run(file, { format: 'xlsx' })).toMatchObject({
      state: 'failed',
      failure: { code: 'customers.import-unreadable', row: 2 },
    });
    expect((await call('GET', '/v1/customers')).body.items).toEqual([]);
  });

  test('however damaged is read or refused, and never our fault', async () => {
    const { api, upload } = await exchange();
    const whole = await workbook([titles, ['甲公司', '甲', 13_800_000_001, null]]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }), async (damages) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of damages) bytes[at] = byte;
        const id = await upload(bytes, { format: 'xlsx' });
        expect([200, 422]).toContain((await api.call('GET', `/v1/imports/${id}/columns`)).status);
      }),
      { numRuns: 60 },
    );
    expect((await columnsOf('客户名称,联系人\n')).code).toBe('customers.import-not-xlsx');
  });
});

describe('a file of vCards', () => {
  const three = [
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:张三\r\nORG:上海\\;甲有限公司;销售部\r\nTITLE:经理',
    'item1.TEL;TYPE=CELL:138 0000 0001\r\nTEL;TYPE=WORK,FAX:021-11111111\r\nTEL;TYPE=WORK:021-62345678',
    'EMAIL;TYPE=INTERNET:zhang@example.com\r\nEMAIL:second@example.com',
    'ADR;TYPE=WORK:;;世纪大道\r\n 1号;上海市;上海市;200120;中国\r\nCATEGORIES:华东,重点',
    `PHOTO;ENCODING=b:${'A'.repeat(400_000)}\r\n AAAA\r\nEND:VCARD`,
  ].join('\r\n');
  const two =
    'BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=CD=F5;=CE=\n=E5\nTEL;CELL:13800000002\nEND:VCARD';
  const four =
    'BEGIN:VCARD\nVERSION:4.0\nN:Smith;John;;;\nTEL;VALUE=uri;TYPE="voice,work":tel:+86-10-62345678\nEND:VCARD\n';

  test('of versions 2.1, 3.0 and 4.0 is entered: companies with their contact, people as themselves', async () => {
    const { run, call } = await exchange();

    const done = await run([three, two, four].join('\r\n'), { format: 'vcard' });

    expect(done).toMatchObject({ rows: 3, counts: { total: 3, created: 3 } });
    const { items } = (await call('GET', '/v1/customers')).body;
    const found = await Promise.all(items.map(({ id }: { id: string }) => call('GET', `/v1/customers/${id}`, asLi)));
    const byName = Object.fromEntries(found.map(({ body }) => [body.name, body]));
    expect(byName['上海;甲有限公司']).toMatchObject({
      kind: 'company',
      tags: ['华东', '重点'],
      address: { country: 'CN', province: '上海市', city: '上海市', line: '世纪大道1号', postcode: '200120' },
      mainContact: { name: '张三', mobile: '13800000001', landline: '021-62345678', email: 'zhang@example.com' },
    });
    expect(byName['王五']).toMatchObject({ kind: 'individual', mainContact: { mobile: '13800000002' } });
    expect(byName['John Smith']).toMatchObject({ mainContact: { landline: '+86-10-62345678' } });
  });

  test('that is none, or breaks off, enters nobody', async () => {
    const { run } = await exchange();
    const broken = await run(`${four}BEGIN:VCARD\nFN:甲\n`, { format: 'vcard' });
    expect(broken).toMatchObject({ state: 'failed', failure: { code: 'customers.import-not-vcard', row: 2 } });
    expect(await columnsOf('姓名,手机\n张三,1\n', 'vcard')).toMatchObject({ code: 'customers.import-not-vcard' });
  });
});

test('a workbook is at most 20 MB, a file of cards 50', async () => {
  const { api } = await exchange();
  const ask = (format: string, bytes: number) =>
    api.call('POST', '/v1/imports', { body: { kind: 'customers', format, fileName: 'a', bytes } });
  expect((await ask('vcard', 50_000_000)).status).toBe(201);
  const { status, body } = await ask('xlsx', 21_000_000);
  expect([status, body.errors]).toMatchObject([400, [{ pointer: '/bytes', code: 'customers.import-size' }]]);
});
