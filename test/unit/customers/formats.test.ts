import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Email } from '#domain/customers/contact.ts';
import { Landline, Mobile, toE164 } from '#domain/customers/phone.ts';
import { maskedEmail, maskedNumber } from '#domain/customers/view.ts';
import { line } from '#domain/shared/text.ts';

describe('mobile', () => {
  test.each([
    '13800138000',
    '19912345678',
    '+8613800138000',
    '+14155552671',
    '１３８００１３８０００',
    '138 0013 8000',
  ])('%s is one', (text) => expect(Mobile.safeParse(text).success).toBe(true));
  test.each([
    '1380013800',
    '138001380001',
    '23800138000',
    '+861380013800',
    '+0123456789',
    '62345678',
    '1380013800a',
    '',
  ])('%s is none', (text) => expect(Mobile.safeParse(text).success).toBe(false));
});

describe('landline', () => {
  test.each([
    '010-62345678',
    '01062345678',
    '0512-66778899',
    '0571-1234567',
    '010-62345678-801',
    '400-820-8820',
    '8008208820',
    '+861062345678',
    '+442079460000',
  ])('%s is one', (text) => expect(Landline.safeParse(text).success).toBe(true));
  test.each(['62345678', '010-6234567', '13800138000', '0010-62345678', '+861162345', '12345'])('%s is none', (text) =>
    expect(Landline.safeParse(text).success).toBe(false),
  );
});

test('numbers that are written differently are compared alike', () => {
  expect(['13800138000', '+86 138 0013 8000', '＋８６１３８００１３８０００'].map(toE164)).toEqual(
    Array(3).fill('+8613800138000'),
  );
  expect(['010-62345678', '01062345678', '010-62345678-801', '+861062345678'].map(toE164)).toEqual(
    Array(4).fill('+861062345678'),
  );
});

test('any text is refused or taken, and what was taken is taken again unchanged', () => {
  const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[+\d-]{0,20}$/));
  fc.assert(
    fc.property(texts, (text) => {
      for (const schema of [Mobile, Landline, Email, line(50)]) {
        const taken = schema.safeParse(text);
        if (taken.success) expect(schema.parse(taken.data)).toBe(taken.data);
      }
      toE164(text);
    }),
  );
});

test('a mask shows what helps to recognise a number or address and no more', () => {
  expect(['13800138000', '+8613800138000', '010-62345678', '1234'].map(maskedNumber)).toEqual([
    '138****8000',
    '+86138****8000',
    '010-****5678',
    '****',
  ]);
  expect(['lily@x.com', 'ab@x.com', 'a@x.com'].map(maskedEmail)).toEqual(['li***@x.com', 'a***@x.com', 'a***@x.com']);
});
