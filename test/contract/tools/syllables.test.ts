import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { syllables, syllablesFile } from '#tools/syllables.ts';

test('the table of readings is the one that the library makes (node tools/syllables.ts)', () => {
  const kept: unknown = JSON.parse(readFileSync(syllablesFile, 'utf8'));
  expect(kept).toEqual(syllables());
});
