import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyBytes, nonceBytes, open, openText, seal, sealText } from '#store/sealing.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const key = bytes(keyBytes);
const nonce = bytes(nonceBytes);
const text = fc.string({ unit: 'grapheme', maxLength: 200 });

describe('what is sealed', () => {
  test('opens with its key as what it was, whatever it was', () => {
    fc.assert(
      fc.property(key, nonce, text, text, (k, n, value, about) => {
        expect(openText(k, sealText(k, n, value, about), about)).toBe(value);
      }),
    );
  });

  test('opens with no other key and in no other place', () => {
    fc.assert(
      fc.property(key, key, nonce, text, text, text, (k, other, n, value, about, elsewhere) => {
        fc.pre(!Buffer.from(k).equals(other) && about !== elsewhere);
        const sealed = sealText(k, n, value, about);
        expect(() => openText(other, sealed, about)).toThrow();
        expect(() => openText(k, sealed, elsewhere)).toThrow();
      }),
    );
  });

  test('does not open once a single bit was changed, or a part is missing', () => {
    fc.assert(
      fc.property(
        key,
        nonce,
        fc.uint8Array({ maxLength: 60 }),
        fc.nat(),
        fc.nat({ max: 7 }),
        (k, n, value, at, bit) => {
          const sealed = seal(k, n, value, 'a');
          const changed = Buffer.from(sealed);
          changed[at % sealed.length] = (changed[at % sealed.length] ?? 0) ^ (1 << bit);
          expect(() => open(k, changed, 'a')).toThrow();
          expect(() => open(k, sealed.subarray(0, at % sealed.length), 'a')).toThrow();
        },
      ),
    );
  });

  test('is AES-256-GCM: the standard’s own example (NIST, test case 14)', () => {
    const sealed = seal(Buffer.alloc(32), Buffer.alloc(12), Buffer.alloc(16), '');
    expect(sealed.subarray(12).toString('hex')).toBe(
      'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
    );
  });
});
