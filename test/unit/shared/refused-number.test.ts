import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasRefusedNumber, masked } from '#domain/shared/refused-number.ts';

const identityCards = ['11010519491231002X', '440308199901010012', '110101900307851'];
const bankCards = [
  '6222021234567890128',
  '6217001210024455220',
  '4111111111111111',
  '4222222222222',
  '5555555555554444',
  '2223003122003222',
  '378282246310005',
  '30569309025904',
  '3530111333300000',
  '6011111111111117',
];

/** Said another way than the rule says it, so that one may be wrong and not both. */
function hasLuhn(digits: string): boolean {
  const signs = [...digits].toReversed().map(Number);
  const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
  return signs.reduce((sum, sign, n) => sum + (n % 2 === 1 ? (doubled[sign] ?? 0) : sign), 0) % 10 === 0;
}

function withCheckDigit(front: string): string {
  return ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'].map((last) => front + last).find(hasLuhn) ?? '';
}

function withCheckSign(front: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, n) => total + weight * Number(front[n]), 0);
  return `${front}${'10X98765432'[sum % 11]}`;
}

const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^\\d{${min},${max}}$`));
const bankCard = fc
  .tuple(
    fc.constantFrom('62', '4', '51', '55', '34', '37', '3528', '36', '6011', '65', '9558'),
    digits(15, 15),
    fc.integer({ min: 13, max: 19 }),
  )
  .map(([front, rest, length]) => withCheckDigit(`${front}${rest}`.slice(0, length - 1)));
const identityCard = fc
  .tuple(
    fc.constantFrom('110101', '310115', '440308', '650102', '810000'),
    fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-22'), noInvalidDate: true }),
    digits(3, 3),
  )
  .map(([place, born, order]) =>
    withCheckSign(`${place}${born.toISOString().slice(0, 10).replaceAll('-', '')}${order}`),
  );
/** As people write and paste them: in groups of four, with any one separator, in either width. */
const written = (number: fc.Arbitrary<string>) =>
  fc
    .record({
      number,
      between: fc.constantFrom('', ' ', '-', '　', '－', ' - ', '\u00a0', '\u200b', '.'),
      size: fc.integer({ min: 1, max: 6 }),
      isWide: fc.boolean(),
    })
    .map(({ number, between, size, isWide }) => {
      const grouped = (number.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between);
      return isWide
        ? grouped.replaceAll(/[0-9X]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
        : grouped;
    });
const around = fc.constantFrom(
  ['', ''],
  ['身份证号：', '，请核对'],
  ['card ', '.'],
  ['卡号', '有效期 12/30'],
  ['x', 'x'],
  ['ID:', '\n1380'],
);

test.each([...identityCards, ...bankCards])('%s is refused', (number) => {
  expect(hasRefusedNumber(number)).toBe(true);
  expect(hasRefusedNumber(number.toLowerCase())).toBe(true);
});

test('every card is refused, however it is grouped and whatever stands around it, and masked it is none', () => {
  fc.assert(
    fc.property(written(fc.oneof(bankCard, identityCard)), around, (number, [before, after]) => {
      const text = `${before}${number}${after}`;
      expect(hasRefusedNumber(text)).toBe(true);
      const shown = masked(text);
      expect(hasRefusedNumber(shown)).toBe(false);
      expect(shown).not.toContain(number);
      expect([...shown]).toHaveLength([...text].length);
    }),
    { numRuns: 500 },
  );
});

describe('what is no card passes', () => {
  test.each([
    '20261122000012345',
    '2611220000123',
    'SN 4111111111111112',
    '62345678 13800138000',
    '13800138000, 13900139000',
    '+49 151 12345675',
    '+62 812 3456 7890 1',
    '010-62345678-801',
    '2026-11-22 14:30 至 2026-11-23 09:00',
    '11010119900307851',
    '110101199013078515',
    '990101199003078515',
    '410000000000000000000000000000000',
    '价格 1 200 000.00 元',
  ])('%s', (text) => {
    expect(hasRefusedNumber(text)).toBe(false);
    expect(masked(text)).toBe(text);
  });

  test('a number of 13 to 19 digits whose check digit is wrong, or that no issuer gives', () => {
    const wrong = digits(13, 19).filter(
      (number) => number.length !== 15 && !hasLuhn(number) && withCheckSign(number.slice(0, 17)) !== number,
    );
    const foreign = digits(12, 18)
      .map((rest) => `7${rest}`)
      .filter((number) => withCheckSign(number.slice(0, 17)) !== number && number.length !== 15);
    fc.assert(
      fc.property(fc.oneof(wrong, foreign), (number) => {
        expect(hasRefusedNumber(number)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test('of fifteen digits a fiftieth at most looks like an old card', () => {
    const numbers = fc.sample(digits(15, 15), { seed: 7, numRuns: 2000 });
    expect(numbers.filter((number) => !hasLuhn(number) && hasRefusedNumber(number)).length).toBeLessThan(40);
  });
});

test('of any text the mask changes only digits, and a second one nothing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('4', '1', '6', '2', ' ', '-', 'X', '１', '关', '\n', '😀', '+') }),
      (text) => {
        const shown = masked(text);
        expect(masked(shown)).toBe(shown);
        expect([...shown]).toHaveLength([...text].length);
      },
    ),
  );
});
