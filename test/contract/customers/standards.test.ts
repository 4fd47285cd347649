import { describe, expect, test } from 'vitest';
import { company } from './company.ts';

const contact = { name: '王经理', mobile: '13800138000' };
const body = { kind: 'company', name: '上海医疗器械有限公司', contact };
const card = '6222 0212 3456 7890 128';
const identity = '１１０１０５１９４９１２３１００２Ｘ';

describe('numbers that may not be kept', () => {
  test('422 names every field that holds one, in the language of the caller, and repeats none', async () => {
    const { call } = await company();
    const answer = await call('POST', '/v1/customers', {
      body: {
        ...body,
        name: `上海${card}有限公司`,
        tags: ['华东', `身份证${identity}`],
        address: { country: 'CN', line: `卡号${card}` },
        nextFollowUpPlan: `核对 ${identity}`,
        contact: { ...contact, title: card },
      },
      headers: { 'accept-language': 'zh-CN' },
    });

    expect(answer).toMatchObject({ status: 422, body: { code: 'shared.refused-number' } });
    const errors = answer.body.errors as { pointer: string; code: string; detail: string }[];
    expect(errors.map(({ pointer }) => pointer)).toEqual([
      '/name',
      '/tags/1',
      '/address/line',
      '/nextFollowUpPlan',
      '/contact/title',
    ]);
    expect(new Set(errors.map(({ detail }) => detail))).toEqual(
      new Set(['内容包含身份证号或银行卡号，按规定不得保存。']),
    );
    expect(JSON.stringify(answer)).not.toMatch(/6222|７|１１０|0212/);
  });

  test('400 where something else is wrong, too, with all of it', async () => {
    const { call } = await company();
    const answer = await call('POST', '/v1/customers', { body: { ...body, name: card, kind: 'other' } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'shared.invalid-input' } });
    expect(answer.body.errors.map(({ code }: { code: string }) => code)).toEqual([
      'not-a-choice',
      'shared.refused-number',
    ]);
  });

  test('the number of an order passes', async () => {
    const { call } = await company();
    const plan = '订单 6222021234567890127 与 20261122000012345';
    const answer = await call('POST', '/v1/customers', { body: { ...body, nextFollowUpPlan: plan } });
    expect(answer).toMatchObject({ status: 201, body: { nextFollowUpPlan: plan } });
  });
});

describe('numbers of phones', () => {
  test('are answered as typed and as E.164, found by either, and refused where no country has them', async () => {
    const { call } = await company();
    const foreign = { name: 'Ann', mobile: '+44 (0)7400 123456', landline: '010-62345678-801' };
    const created = await call('POST', '/v1/customers', { body: { ...body, contact: foreign } });
    expect(created.body.mainContact).toMatchObject({ mobileE164: '+447400123456', landlineE164: '+861062345678' });
    const found = await call('GET', `/v1/customers?phone=${encodeURIComponent('+44 7400 123456')}`);
    expect(found.body.items).toHaveLength(1);

    const refused = await call('POST', '/v1/customers', {
      body: { ...body, contact: { ...contact, mobile: '+1 115 555 2671' } },
      headers: { 'accept-language': 'zh-CN' },
    });
    expect(refused).toMatchObject({
      status: 400,
      body: {
        errors: [{ pointer: '/contact/mobile', code: 'customers.mobile', detail: expect.stringMatching(/^手机号/) }],
      },
    });
  });
});

describe('a name that may not be the full one', () => {
  test.each([
    ['北科', 'customers.name-without-form'],
    ['Acme', 'customers.name-without-form'],
    ['北科有限公司', 'customers.name-short'],
    ['北京科技有限公司', undefined],
    ['上海市第六人民医院', undefined],
    ['Müller GmbH & Co. KG', undefined],
    ['臺灣積體電路製造股份有限公司', undefined],
  ])('%s is entered, with the warning %s', async (name, code) => {
    const { call } = await company();
    const created = await call('POST', '/v1/customers', { body: { ...body, name } });
    expect(created.status).toBe(201);
    expect(created.body.warnings?.map((each: { code: string }) => each.code)).toEqual(
      code === undefined ? undefined : [code],
    );
  });

  test('no person is warned of, and a patch warns of what it changed', async () => {
    const { call } = await company();
    const person = await call('POST', '/v1/customers', { body: { ...body, kind: 'individual', name: '王伟' } });
    expect(person.body).not.toHaveProperty('warnings');

    const patch = (fields: object, version: number) =>
      call('PATCH', `/v1/customers/${person.body.id}`, {
        body: fields,
        headers: { 'if-match': `"${version}"`, 'content-type': 'application/merge-patch+json' },
      });
    expect((await patch({ kind: 'company' }, 1)).body.warnings).toMatchObject([{ pointer: '/name' }]);
    expect((await patch({ level: 'vip' }, 2)).body).not.toHaveProperty('warnings');
  });
});

test('a buyer type is one of the company’s list', async () => {
  const { call } = await company();
  const created = await call('POST', '/v1/customers', { body: { ...body, buyerType: 'collective' } });
  expect(created).toMatchObject({ status: 201, body: { buyerType: 'collective' } });
  const refused = await call('POST', '/v1/customers', {
    body: { ...body, name: '北京科技有限公司', contact: { name: '乙', mobile: '13900139000' }, buyerType: 'nobody' },
  });
  expect(refused).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/buyerType', code: 'customers.unknown-choice' }] },
  });
});
