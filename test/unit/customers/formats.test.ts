import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContactInput, Email, newContact, patchContact } from '#domain/customers/contact.ts';
import { maskedEmail, maskedNumber } from '#domain/customers/high-grade.ts';
import { Landline, Mobile, toE164, toValidE164 } from '#domain/customers/phone.ts';
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

describe('a number of another country', () => {
  test.each([
    ['+44 (0)20 7946 0000', '+442079460000'],
    ['+1 (415) 555-2671', '+14155552671'],
    ['＋８５２ ９１２３ ４５６７', '+85291234567'],
    ['+886 912 345 678', '+886912345678'],
    ['+49 30 12345-67', '+49301234567'],
  ])('%s is taken as it is typed, and compared as %s', (text, e164) => {
    expect(Mobile.safeParse(text).success).toBe(true);
    expect(toValidE164(text)).toBe(e164);
  });

  test.each(['+1 115 555 2671', '+44 12345', '+99 9123456789', '+0123456789', '+1', '+852 1234'])(
    '%s is none, because its country has none such',
    (text) => {
      expect(Mobile.safeParse(text).success).toBe(false);
      expect(Landline.safeParse(text).success).toBe(false);
      expect(toValidE164(text)).toBeUndefined();
    },
  );
});

test('what is valid is E.164 the same way with the library and without it, but for a trunk 0 in brackets', () => {
  const numbers = fc.oneof(
    fc.stringMatching(/^1\d{10}$/),
    fc.stringMatching(/^0(10|2\d)-?\d{8}$/),
    fc.stringMatching(/^[48]00-?\d{3}-?\d{4}$/),
    fc.stringMatching(/^\+86 ?1\d{10}$/),
    fc.stringMatching(/^\+1 ?[2-9]\d{2} ?[2-9]\d{6}$/),
  );
  fc.assert(
    fc.property(numbers, (number) => {
      const exact = toValidE164(number);
      if (exact !== undefined) expect(toE164(number)).toBe(exact);
    }),
  );
});

test('a contact has both: what was typed and E.164, as long as the number is his', () => {
  const contact = newContact(
    ContactInput.parse({ name: '王经理', mobile: '138 0013 8000', landline: '010-62345678-801' }),
    'con_1',
  );

  expect(contact).toMatchObject({
    mobile: '13800138000',
    mobileE164: '+8613800138000',
    landline: '010-62345678-801',
    landlineE164: '+861062345678',
  });
  const changed = patchContact(contact, { mobile: null, landline: '400-820-8820' }, new Date(0));
  expect(changed).toMatchObject({ landlineE164: '+864008208820' });
  expect(changed).not.toHaveProperty('mobileE164');
});
