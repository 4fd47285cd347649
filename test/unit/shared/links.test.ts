import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLink, signLink } from '#functions/http/links.ts';
import { testSecrets } from '#test/world.ts';

const now = new Date('2026-11-22T00:00:00Z');
const rotated = {
  ...testSecrets,
  signing: { current: 'k2', keys: { ...testSecrets.signing.keys, k2: Buffer.alloc(32, 9).toString('base64') } },
};

test('a token gives back what was signed, and fits into a path', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (payload) => {
      const token = signLink(testSecrets, 'unsubscribe', payload);
      expect(openLink(testSecrets, 'unsubscribe', token, now)).toBe(Buffer.from(payload).toString());
      expect(token).toMatch(/^[\w.-]+$/);
    }),
  );
});

test('a token that was changed anywhere opens nothing', () => {
  const token = signLink(testSecrets, 'unsubscribe', 'cmp cus con');
  fc.assert(
    fc.property(fc.nat(token.length - 2), fc.constantFrom('A', 'b', '7', '.'), (at, character) => {
      fc.pre(token[at] !== character);
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      expect(openLink(testSecrets, 'unsubscribe', changed, now)).toBeUndefined();
    }),
  );
});

test.each(['', '.', '...', 'k1...', 'constructor...x', 'k9..YQ.YQ', 'k1..a.b.c'])('%j opens nothing', (token) => {
  expect(openLink(testSecrets, 'unsubscribe', token, now)).toBeUndefined();
});

test('a token opens only what it was made for, and only until it expires', () => {
  const token = signLink(testSecrets, 'survey', 'x', new Date('2026-11-23T00:00:00Z'));
  expect(openLink(testSecrets, 'unsubscribe', token, now)).toBeUndefined();
  expect(openLink(testSecrets, 'survey', token, now)).toBe('x');
  expect(openLink(testSecrets, 'survey', token, new Date('2026-11-23T00:00:00Z'))).toBeUndefined();
});

test('tokens in mails already sent open after the key was rotated', () => {
  const token = signLink(testSecrets, 'unsubscribe', 'x');
  expect(openLink(rotated, 'unsubscribe', token, now)).toBe('x');
  expect(signLink(rotated, 'unsubscribe', 'x')).toMatch(/^k2\./);
});
