import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnOf, dateText, isDateFormat, numberText } from '#domain/customers/spreadsheet.ts';

describe('a serial date', () => {
  test.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [25_569, '1970-01-01'],
    [46_090.354166666664, '2026-03-09 08:30'],
    [46_090.5 + 1 / 86_400, '2026-03-09 12:00:01'],
    [0.75, '18:00'],
    [2_958_465, '9999-12-31'],
  ])('%d is %s', (serial, text) => expect(dateText(serial, false)).toBe(text));

  test('is the day that it counts, in both systems of dates', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), (serial) => {
        const day = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
        expect(dateText(serial, false)).toBe(day);
        if (serial > 1462) expect(dateText(serial - 1462, true)).toBe(day);
      }),
    );
  });

  test('beyond the calendar of spreadsheets is a number', () => {
    expect([dateText(-1, false), dateText(3_000_000, false), dateText(Number.NaN, false)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

test.each([
  [14, undefined, true],
  [31, undefined, true],
  [57, undefined, true],
  [2, undefined, false],
  [49, undefined, false],
  [164, 'yyyy"年"m"月"d"日"', true],
  [165, '[$-804]aaaa;@', false],
  [166, '[h]:mm:ss', true],
  [167, '#,##0.00"元/日 d"', false],
  [168, '[Red]0.00E+00', false],
  [169, 'General', false],
  [170, '0\\d', false],
])('format %d %s shows a date: %s', (id, code, expected) => expect(isDateFormat(id, code)).toBe(expected));

test('columns are counted as a spreadsheet letters them', () => {
  const letters = (n: number): string =>
    n < 0 ? '' : letters(Math.floor(n / 26) - 1) + String.fromCharCode(65 + (n % 26));
  fc.assert(
    fc.property(fc.nat(16_383), fc.nat(1000), (n, row) => {
      expect(columnOf(`${letters(n)}${row}`)).toBe(n);
    }),
  );
  expect([columnOf(''), columnOf('1'), columnOf('a1'), columnOf('AAAA1')]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('numbers are shown with fifteen digits and no exponent', () => {
  expect([13_800_000_001, 0.1 + 0.2, 1e15, -0.5, 1.38e10].map(numberText)).toEqual([
    '13800000001',
    '0.3',
    '1000000000000000',
    '-0.5',
    '13800000000',
  ]);
});
