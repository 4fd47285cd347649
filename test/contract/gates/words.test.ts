import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What a schema or rule of ours would say to a caller as it stands: `message: 'some English words'`. */
const phrase = /(?:message: ?|\.(?:refine|regex|email)\([^\n]*, )['"`][^'"`\n]* [^'"`\n]*['"`]/g;

function phrasesIn(source: string): readonly string[] {
  return source.match(phrase) ?? [];
}

test('a phrase in one language is found, and a code is none', () => {
  expect(phrasesIn("z.string().regex(/x/, { message: 'a code of the list' })")).toHaveLength(1);
  expect(phrasesIn("z.string().refine(isOdd, 'an odd number')")).toHaveLength(1);
  expect(phrasesIn("z.string().refine(isOdd, says('shared.odd'))")).toEqual([]);
});

test('no schema speaks to callers in one language: it says a code, whose words stand in both', () => {
  const files = globSync('{domain,functions}/**/*.ts').filter(
    (file) => !/^functions\/(batch|http\/secrets)/.test(file),
  );
  const spoken = files.flatMap((file) => phrasesIn(readFileSync(file, 'utf8')).map((found) => `${file}: ${found}`));
  expect(spoken).toEqual([]);
});
