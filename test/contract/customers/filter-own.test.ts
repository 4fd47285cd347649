import { describe, expect, test } from 'vitest';
import { asMarketing } from './company.ts';
import { channel, companyWithFields } from './quality.ts';

const segments = { ...channel, id: 'interests', type: 'multi-choice', filterable: false } as const;

/** Three customers: one with every value, one with other values, one with none. */
async function withThree() {
  const given = await companyWithFields();
  await given.define({ id: 'slogan', type: 'text' });
  await given.define({ id: 'years', type: 'number' });
  await given.define({ id: 'since', type: 'date' });
  await given.define({ id: 'budget', type: 'money', sensitivity: 'high' });
  await given.define(channel);
  await given.define(segments);
  const values = {
    slogan: '品质 First',
    years: 5,
    since: '2024-03-01',
    budget: { minor: 500, currency: 'CNY' },
    'buying-channel': 'online',
    interests: ['online', 'dealer'],
  };
  const other = { years: 2, since: '2025-01-01', budget: { minor: 900, currency: 'USD' }, 'buying-channel': 'dealer' };
  for (const [i, fields] of [values, other, undefined].entries()) {
    const contact = { name: `联系人${i}`, mobile: `1380000000${i}` };
    await given.create({ name: `公司${i}`, contact, ...(fields && { fields }) });
  }
  const ask = (condition: object, as: object = {}) =>
    given.call('GET', `/v1/customers?filter=${encodeURIComponent(JSON.stringify(condition))}`, as);
  return { ...given, ask };
}

describe('a filter by a field of the company’s own', () => {
  test('finds by the operations of its type, and knows what nobody has entered', async () => {
    const { ask } = await withThree();
    const found = async (field: string, op: string, value: unknown) => {
      const { status, body } = await ask({ field: `fields.${field}`, op, value });
      expect([status, body.detail]).toEqual([200, undefined]);
      return body.items.map(({ name }: { name: string }) => name).toSorted();
    };
    expect(await found('slogan', 'contains', 'ＦＩＲＳＴ')).toEqual(['公司0']);
    expect(await found('slogan', 'starts-with', '质')).toEqual([]);
    expect(await found('years', 'is', 5)).toEqual(['公司0']);
    expect(await found('years', 'at-least', 2)).toEqual(['公司0', '公司1']);
    expect(await found('years', 'at-most', 4.5)).toEqual(['公司1']);
    expect(await found('since', 'before', '2025-01-01')).toEqual(['公司0']);
    expect(await found('since', 'after', '2024-12-31')).toEqual(['公司1']);
    expect(await found('budget', 'at-least', { minor: 400, currency: 'CNY' })).toEqual(['公司0']);
    expect(await found('buying-channel', 'in', ['online', 'dealer'])).toEqual(['公司0', '公司1']);
    expect(await found('buying-channel', 'is-not', 'online')).toEqual(['公司1', '公司2']);
    expect(await found('interests', 'has', 'dealer')).toEqual(['公司0']);
    expect(await found('interests', 'is-set', false)).toEqual(['公司1', '公司2']);
  });

  test('joins others in a tree, in a saved view, and in an export’s query', async () => {
    const { call, ask } = await withThree();
    const tree = {
      all: [
        { field: 'kind', op: 'is', value: 'company' },
        { not: { field: 'fields.years', op: 'is-set', value: true } },
      ],
    };
    expect((await ask(tree)).body.items).toMatchObject([{ name: '公司2' }]);
    const view = await call('POST', '/v1/views', { body: { of: 'customers', name: '无年限', filter: tree } });
    expect(view.status).toBe(201);
    expect((await call('GET', `/v1/customers?view=${view.body.id}`)).body.items).toMatchObject([{ name: '公司2' }]);
  });

  test('is refused where there is no such field, its type cannot answer, or the caller sees it masked', async () => {
    const { ask, call } = await withThree();
    const refused = async (condition: object, as: object = {}) => {
      const { status, body } = await ask(condition, as);
      return [status, body.code, body.errors?.[0]?.pointer];
    };
    const unknown = { field: 'fields.none', op: 'is', value: 'x' };
    expect(await refused(unknown)).toEqual([422, 'customers.unknown-field', '?filter']);
    for (const condition of [
      { field: 'fields.years', op: 'contains', value: '5' },
      { field: 'fields.years', op: 'is', value: '5' },
      { field: 'fields.budget', op: 'at-least', value: 5 },
      { field: 'fields.interests', op: 'is', value: 'online' },
    ]) {
      expect(await refused(condition)).toEqual([422, 'customers.filter-operation', '?filter']);
    }
    expect((await refused({ field: 'fields.years', op: 'older-than', value: 'P1D' }))[0]).toBe(400);
    const hidden = { field: 'fields.budget', op: 'is-set', value: true };
    expect(await refused(hidden, asMarketing)).toEqual([422, 'customers.field-not-seen', '?filter']);
    expect((await ask({ field: 'fields.years', op: 'at-least', value: 1 }, asMarketing)).body.items).toHaveLength(2);
    const view = await call('POST', '/v1/views', { body: { of: 'customers', name: 'x', filter: unknown } });
    expect([view.status, view.body.errors?.[0]?.pointer]).toEqual([422, '/filter']);
  });
});
