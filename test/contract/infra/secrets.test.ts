import { describe, expect, test } from 'vitest';
import { secretsFrom } from '#functions/http/secrets.ts';

const first = 'a'.repeat(64);
const second = 'b'.repeat(64);
const asGenerated = JSON.stringify({ current: 'k1', matching: 'k1', k1: first });
const rotated = JSON.stringify({ current: 'k2', matching: 'k1', k1: first, k2: second });

describe('secretsFrom', () => {
  test('what Secrets Manager generates signs with its one key, which is never the match key itself', () => {
    const { signing, matching } = secretsFrom(asGenerated);

    expect(signing.current).toBe('k1');
    expect(Buffer.from(signing.keys['k1'] ?? '', 'base64')).toHaveLength(32);
    expect(matching).not.toBe(signing.keys['k1']);
  });

  test('after a rotation the new key signs, the old one still verifies, and match keys stay what they were', () => {
    const before = secretsFrom(asGenerated);
    const after = secretsFrom(rotated);

    expect(after.signing.current).toBe('k2');
    expect(after.signing.keys['k1']).toBe(before.signing.keys['k1']);
    expect(after.signing.keys['k2']).not.toBe(before.signing.keys['k1']);
    expect(after.matching).toBe(before.matching);
  });

  test.each([
    ['names a key that is not there', { current: 'k9', matching: 'k1', k1: first }],
    ['has a key too short to be generated', { current: 'k1', matching: 'k1', k1: 'short' }],
  ])('a secret that %s is refused at the first use, not when a link fails to verify', (_, stored) => {
    expect(() => secretsFrom(JSON.stringify(stored))).toThrow();
  });
});
