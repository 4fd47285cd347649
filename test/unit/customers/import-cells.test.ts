import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asNew, fromCell, joinList, splitList, toBody, toCell } from '#domain/customers/import-cells.ts';
import { contactDifferences, customerDifferences } from '#domain/customers/import-differences.ts';
import { distinctHeaders, fieldWords, importFields, suggestMapping } from '#domain/customers/import-fields.ts';

const cell = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', '王', '1') });

test('what goes out into a cell comes back as it was, and is no formula', () => {
  fc.assert(
    fc.property(cell, (text) => {
      expect(fromCell(toCell(text))).toBe(text);
      expect(toCell(text)).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test('several values of one cell come back one by one, whatever they hold', () => {
  const value = fc.string({ unit: fc.constantFrom(';', '；', '，', ',', '、', '|', '\\', '\n', 'a', '王') });
  const values = fc.array(value.map((text) => `x${text}x`));
  fc.assert(
    fc.property(values, (all) => {
      expect(splitList(joinList(all))).toEqual(all);
    }),
  );
});

test.each(['zh-CN', 'en'] as const)(
  'every header that an export writes (%s) is known when it is imported',
  (locale) => {
    const headers = importFields.map((field) => fieldWords[field][locale]);
    expect(Object.values(suggestMapping(headers))).toEqual(importFields);
    expect(distinctHeaders(headers)).toEqual(headers);
  },
);

const words = {
  industry: new Map([['医疗健康', 'medical']]),
  level: new Map(),
  source: new Map(),
  buyerType: new Map(),
  own: [],
};

test('a row becomes the body that a person would have sent', () => {
  const body = toBody(
    { name: '甲公司', industry: '医疗 健康', tags: 'a；b', 'address.city': '上海', 'contact.name': '王' },
    words,
  );
  expect(asNew(body)).toEqual({
    kind: 'company',
    name: '甲公司',
    industry: 'medical',
    tags: ['a', 'b'],
    address: { city: '上海', country: 'CN' },
    contact: { name: '王' },
  });
  expect(asNew(toBody({ 'contact.name': '王' }, words))).toMatchObject({ kind: 'individual', name: '王' });
});

test('only what differs is written, and can be taken back', () => {
  const before = { name: '甲', tags: ['a'], externalIds: [{ system: 'erp', id: '1' }] } as never;
  expect(customerDifferences(before, { name: '甲', externalIds: [{ id: '1', system: 'erp' }] })).toBeUndefined();
  expect(customerDifferences(before, { tags: ['a', 'b'], address: { country: 'CN' } })).toEqual({
    patch: { tags: ['a', 'b'], address: { country: 'CN' } },
    back: { tags: ['a'], address: null },
  });
  expect(contactDifferences({ name: '王' } as never, { name: '王', email: 'a@example.com' })).toEqual({
    patch: { email: 'a@example.com' },
    back: { email: null },
  });
});
