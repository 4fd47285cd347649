import { writeFileSync } from 'node:fs';
import { pinyin } from 'pinyin-pro';

/**
 * Every reading of every Chinese character of the basic plane, by syllable: the table by which names are found by their
 * sound. Written to domain/customers/search-syllables.json, because the library with its phrases is far larger than a bundle may be.
 */
const blocks = [
  [0x3007, 0x3007],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
] as const;

export const syllablesFile = 'domain/customers/search-syllables.json';

export function syllables(): Record<string, string> {
  const characters = new Map<string, string[]>();
  for (const [from, to] of blocks) {
    for (let code = from; code <= to; code += 1) {
      const character = String.fromCharCode(code);
      for (const syllable of readingsOf(character)) {
        characters.set(syllable, [...(characters.get(syllable) ?? []), character]);
      }
    }
  }
  const sorted = [...characters].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([syllable, all]) => [syllable, all.join('')]));
}

/** Each single reading, and the one that it has as a surname. ü is typed v, and by many u. */
function readingsOf(character: string): Set<string> {
  const options = { toneType: 'none', type: 'array', v: true } as const;
  const single = pinyin(character, { ...options, multiple: true });
  const readings = [...single, ...pinyin(character, { ...options, surname: 'head' })];
  const typed = readings.filter((reading) => reading !== character && /^[a-z]+$/.test(reading));
  return new Set(typed.flatMap((reading) => [reading, reading.replace('v', 'u')]));
}

if (import.meta.main) writeFileSync(syllablesFile, `${JSON.stringify(syllables())}\n`);
