import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  archiveField,
  counted,
  type Field,
  FieldInput,
  type FieldType,
  type FieldValue,
  newField,
  noFields,
  patchField,
} from '#domain/customers/field.ts';
import { fieldColumns, textOf, valueIn } from '#domain/customers/field-text.ts';
import { checkedValue, heldNew, heldTo, marksOf } from '#domain/customers/fields.ts';
import { idOf } from '#test/world.ts';

const change = { now: new Date('2026-11-22T01:00:00.000Z'), actorId: idOf('mem', 1) };

function fieldOf(type: FieldType, more: Readonly<Record<string, unknown>> = {}): Field {
  const isChoice = type === 'choice' || type === 'multi-choice';
  const options = [
    { code: 'online', labels: { 'zh-CN': '线上', en: 'Online; web' } },
    { code: 'dealer', labels: { 'zh-CN': '经销商', en: 'Dealer' } },
    { code: 'fair', labels: { 'zh-CN': '展会', en: 'Fair' } },
  ];
  return newField(
    FieldInput.parse({
      id: type === 'choice' ? 'channel' : `a-${type}`,
      labels: { 'zh-CN': '字段', en: 'Field' },
      type,
      ...(isChoice ? { options } : {}),
      ...(type === 'reference' ? { target: 'customer' } : {}),
      ...more,
    }),
    change,
  );
}

const code = fc.constantFrom('online', 'dealer', 'fair');
const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
/** Values that each type takes. */
const good: Readonly<Record<FieldType, fc.Arbitrary<FieldValue>>> = {
  text: fc
    .string({ unit: 'grapheme', maxLength: 60 })
    .map((text) => text.replaceAll(/[\p{Cc}\d]/gu, '').trim())
    .filter((text) => text !== '' && text.length <= 500 && text.isWellFormed()),
  number: fc
    .double({ min: -1e15, max: 1e15, noNaN: true })
    .filter((n) => n === 0 || Math.abs(n) >= 1e-9)
    .map((n) => n + 0),
  money: fc.record({ minor: fc.nat({ max: Number.MAX_SAFE_INTEGER }), currency: fc.constantFrom('CNY', 'JPY', 'KWD') }),
  date: day,
  choice: code,
  'multi-choice': fc.uniqueArray(code, { minLength: 1 }),
  reference: fc.nat().map((n) => idOf('cus', n)),
};
const types = Object.keys(good) as FieldType[];

describe.each(types)('a %s', (type) => {
  const field = fieldOf(type);

  test('takes its values as they are', () => {
    fc.assert(
      fc.property(good[type], (value) => {
        expect(checkedValue(field, value)).toEqual({ value });
      }),
    );
  });

  test('written as text in either language is read back as it was', () => {
    fc.assert(
      fc.property(good[type], fc.constantFrom('zh-CN' as const, 'en' as const), (value, locale) => {
        expect(valueIn(field, textOf(field, value, locale))).toEqual(value);
      }),
    );
  });

  test('never throws at any text, and what it reads it takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const value = valueIn(field, text);
        if (value !== undefined) expect(checkedValue(field, value)).toHaveProperty('value');
      }),
    );
  });
});

test.each<[FieldType, FieldValue]>([
  ['text', ' '],
  ['text', 'a\u0000b'],
  ['text', 'x'.repeat(501)],
  ['text', 7],
  ['number', '7'],
  ['number', 1e16],
  ['number', 1e-10],
  ['money', 7],
  ['date', '2026-02-30'],
  ['date', '0000-01-01'],
  ['choice', ['online']],
  ['multi-choice', 'online'],
  ['multi-choice', []],
  ['reference', idOf('mem', 1)],
])('a %s does not take %j', (type, value) => {
  expect(checkedValue(fieldOf(type), value)).toEqual({ code: 'customers.field-value' });
});

test('a text does not take the number of an identity or bank card', () => {
  expect(checkedValue(fieldOf('text'), '11010519491231002X')).toEqual({ code: 'shared.refused-number' });
});

test('a choice archived since stays chosen and is not chosen anew', () => {
  const options = (fieldOf('choice').options ?? []).map((each) => ({ ...each, archived: each.code === 'fair' }));
  const field = { ...fieldOf('choice'), options };
  expect(checkedValue(field, 'fair')).toEqual({ code: 'customers.archived-option' });
  expect(checkedValue(field, 'fair', 'fair')).toEqual({ value: 'fair' });
  expect(checkedValue(field, 'none')).toEqual({ code: 'customers.unknown-option' });
});

test.each([
  ['number', '1,200.5', 1200.5],
  ['number', '１２', 12],
  ['number', '0x10', undefined],
  ['money', 'CNY 1,200.50', { minor: 120_050, currency: 'CNY' }],
  ['money', '1200 JPY', { minor: 1200, currency: 'JPY' }],
  ['money', '1200.5 JPY', undefined],
  ['money', '1200', undefined],
  ['date', '2026年1月5日', '2026-01-05'],
  ['date', '2026/1/5', '2026-01-05'],
  ['date', '2026-02-30', undefined],
  ['choice', '经销商', 'dealer'],
  ['choice', 'Dealer', 'dealer'],
  ['multi-choice', '经销商；Fair', ['dealer', 'fair']],
  ['multi-choice', 'dealer; nothing', undefined],
] as const)('a %s reads %s as people write it', (type, text, value) => {
  expect(valueIn(fieldOf(type), text)).toEqual(value);
});

describe('values of a customer', () => {
  const fields = [
    fieldOf('choice', { required: true, filterable: true }),
    fieldOf('number', { default: 3 }),
    fieldOf('date'),
    archiveField(fieldOf('text'), change),
  ];

  test('a new one gets the defaults of what was left out, and every bad value is told', () => {
    expect(heldNew(fields, { channel: 'online' })).toMatchObject({
      values: { channel: 'online', 'a-number': 3 },
      errors: [],
    });
    const { errors } = heldNew(fields, { 'a-date': 'soon', 'a-text': 'x', other: 1, 'a-number': null });
    expect(errors.map(({ pointer, code: why }) => [pointer, why])).toEqual([
      ['/fields/a-date', 'customers.field-value'],
      ['/fields/a-text', 'customers.field-archived'],
      ['/fields/other', 'customers.unknown-field'],
      ['/fields/channel', 'customers.field-required'],
    ]);
  });

  test('null takes a value away, but not a required one; what is sent back as it was is no change', () => {
    const before = { channel: 'online', 'a-number': 0, 'a-text': 'as it was' };
    expect(heldTo(fields, { ...before, 'a-number': null }, before)).toEqual({
      values: { channel: 'online', 'a-text': 'as it was' },
      errors: [],
      references: [],
    });
    expect(heldTo(fields, { channel: null }, before).errors).toMatchObject([{ code: 'customers.field-required' }]);
  });

  test('0 and an amount of nothing are values', () => {
    const before = { 'a-number': 0 };
    expect(heldTo(fields, { 'a-date': '2026-11-22' }, before).values).toEqual({ ...before, 'a-date': '2026-11-22' });
  });

  test('only choices of filterable fields make marks', () => {
    expect(marksOf(fields, { channel: 'online', 'a-number': 3 })).toHaveLength(1);
  });

  test('names of prototypes are no fields', () => {
    const { errors } = heldTo(fields, { constructor: 'x' }, {});
    expect(errors).toMatchObject([{ pointer: '/fields/constructor', code: 'customers.unknown-field' }]);
  });
});

describe('a definition', () => {
  test('of a choice needs choices, and nothing else may have them', () => {
    expect(() => fieldOf('text', { options: [{ code: 'a', labels: { 'zh-CN': '甲', en: 'A' } }] })).toThrow(
      'customers.field-definition',
    );
    expect(() => fieldOf('choice', { options: undefined })).toThrow('customers.field-definition');
    expect(() => fieldOf('text', { filterable: true })).toThrow('customers.field-definition');
  });

  test('keeps the choices that customers may have, and tells them apart by code and label', () => {
    const field = fieldOf('choice');
    const [online, ...others] = field.options ?? [];
    expect(() => patchField(field, { options: others }, change)).toThrow('customers.option-removed');
    const twin = { code: 'web', labels: { 'zh-CN': 'online', en: 'Web' } };
    expect(() => patchField(field, { options: [...(online ? [online] : []), ...others, twin] }, change)).toThrow(
      'customers.option-doubled',
    );
  });

  test('is one of at most 100 that take values, 200 in all and 5 that lists ask for', () => {
    const field = fieldOf('number');
    expect(() => counted({ ...noFields, live: 100, all: 100 }, undefined, field)).toThrow('customers.too-many-fields');
    expect(() => counted({ ...noFields, live: 1, all: 200 }, undefined, field)).toThrow('customers.too-many-fields');
    const filterable = fieldOf('choice', { filterable: true });
    expect(() => counted({ ...noFields, filterable: 5 }, undefined, filterable)).toThrow('customers.too-many-fields');
    const census = counted(noFields, undefined, fieldOf('number', { default: 3 }));
    expect(census).toEqual({ live: 1, all: 1, filterable: 0, needed: ['a-number'], version: 1 });
    const gone = archiveField(fieldOf('number', { default: 3 }), change);
    expect(counted(census, fieldOf('number', { default: 3 }), gone)).toMatchObject({ live: 0, all: 1, needed: [] });
  });

  test('is offered to files and templates while it takes values', () => {
    const columns = fieldColumns([archiveField(fieldOf('text'), change), fieldOf('number'), fieldOf('date')]);
    expect(columns.map(({ path }) => path)).toEqual(['fields.a-date', 'fields.a-number']);
  });
});
