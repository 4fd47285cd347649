import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldName } from '#domain/customers/name.ts';
import table from '#domain/customers/simplified.json' with { type: 'json' };
import { simplified } from '#domain/customers/simplified.ts';
import { pairs } from '#tools/simplified.ts';

describe('a folded name', () => {
  test.each([
    ['上海医疗器械有限公司', '上海（医疗）器械 股份有限公司'],
    ['上海 医疗器械（股份）有限公司', '上海医疗器械'],
    ['上海醫療器械有限公司', '上海医疗器械有限责任公司'],
    ['臺灣積體電路製造股份有限公司', '台湾积体电路制造'],
    ['杭州某某投资（有限合伙）', '杭州某某投资'],
    ['株式会社日立製作所', '日立制作所 株式会社'],
    ['ＡＢＣ Ltd.', 'abc'],
    ['Acme Co., Ltd', 'ACME Inc.'],
    ['Acme L.L.C.', 'acme llc'],
    ['Acme, Inc.', 'Acme Co.,Ltd.'],
    ['Acme,Inc.', 'Acme Pte. Ltd.'],
    ['Müller GmbH & Co. KG', 'MÜLLER'],
    ['北京(中国)科技', '北京中国科技有限责任公司'],
  ])('is the same for %s and %s', (a, b) => expect(foldName(a)).toBe(foldName(b)));

  test.each([
    ['Bosco', 'Bos'],
    ['Acme', 'Acne'],
    ['C++ Ltd', 'C# Ltd'],
    ['★★', '☆☆'],
    ['上海医疗器械有限公司', '上海医疗仪器有限公司'],
    ['有限公司', 'Ltd'],
    ['有限公司', '股份有限公司'],
  ])('is not the same for %s and %s', (a, b) => expect(foldName(a)).not.toBe(foldName(b)));
});

const names = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.stringMatching(/^[a-zA-Z上海電机有限責任公司株式会社.,&() ]{1,30}$/),
);

test('what was folded stays as it is when it is folded again, and nothing that has letters folds to nothing', () => {
  fc.assert(
    fc.property(names, (name) => {
      const folded = foldName(name);
      expect(foldName(folded)).toBe(folded);
      if (/\p{L}/u.test(name)) expect(folded).not.toBe('');
    }),
  );
});

/** A name of a traditional or simplified character each, with Latin letters between. */
const stem = fc
  .array(fc.oneof(fc.nat(table.traditional.length - 1), fc.constantFrom('a', 'Z', '7')), {
    minLength: 2,
    maxLength: 12,
  })
  .map((parts) => parts.map((part) => (typeof part === 'number' ? `${table.traditional[part]}` : part)).join(''));
const variants = fc.record({
  isWide: fc.boolean(),
  isSimplified: fc.boolean(),
  brackets: fc.constantFrom('', '()', '（）', '【】', '〔〕'),
  blank: fc.constantFrom('', ' ', '　', ' \t '),
  form: fc.constantFrom('', '有限公司', '股份有限公司', '有限責任公司', '（有限合伙）', ' Co., Ltd.', ' Inc.', ' GmbH'),
});

test('width, script, brackets, blanks and legal form do not tell two names apart', () => {
  fc.assert(
    fc.property(stem, variants, fc.nat(12), (name, { isWide, isSimplified, brackets, blank, form }, at) => {
      const [open = '', close = ''] = brackets;
      const written = `${open}${name.slice(0, at)}${close}${blank}${name.slice(at)}`;
      const scripted = isSimplified ? simplified(written) : written;
      const wide = isWide
        ? scripted.replaceAll(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
        : scripted;
      expect(foldName(`${wide}${form}`)).toBe(foldName(name));
    }),
  );
});

test('the table of characters is what its tool makes of its source, and each of them has one form', () => {
  expect(table).toEqual(pairs());
  expect(table.traditional).toHaveLength(table.simplified.length);
  expect(simplified(table.simplified)).toBe(table.simplified);
});
