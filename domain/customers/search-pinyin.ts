import syllables from './search-syllables.json' with { type: 'json' };
import { foldText } from './search-text.ts';

/**
 * A text as the sound of Chinese characters: whole syllables, their initials, and both mixed (`chongqing`, `cq`, `chongq`);
 * the last syllable may be unfinished. A character of several readings sounds like each of them, so the reading that it
 * has in a phrase is always among them, and no phrases need to be known.
 */
export interface Sound {
  readonly length: number;
  /** At each letter, by the code of a character: bit n is set when the character may stand for n + 1 letters from there. */
  readonly steps: readonly Uint8Array[];
}

/** Fields of a row begin with a mark and rows end with 0: nothing sounds across them. */
const lastMark = 3;
const codes = 0x10000;

/** Undefined for what has no Latin letters. */
export function soundOf(text: string): Sound | undefined {
  if (!/[a-z]/.test(text)) return undefined;
  const steps = Array.from({ length: text.length }, (_, at) => stepsAt(text, at));
  return { length: text.length, steps };
}

function stepsAt(text: string, at: number): Uint8Array {
  const step = new Uint8Array(codes);
  step[text.charCodeAt(at)] = 1;
  const rest = text.slice(at);
  for (const [syllable, bits] of bitsOf(rest)) {
    for (const code of codesOf(syllable)) step[code] = (step[code] ?? 0) | bits;
  }
  return step;
}

/** The syllables with which a text may begin, and how many of its letters they may take. */
function* bitsOf(rest: string): Generator<readonly [keyof typeof syllables, number]> {
  for (const syllable of byInitial.get(rest.charAt(0)) ?? []) {
    const isDouble = syllable.charAt(1) === 'h' && /^[zcs]h/.test(rest);
    const isWhole = rest.startsWith(syllable);
    const isBegun = syllable.startsWith(rest);
    yield [
      syllable,
      1 | (isDouble ? 2 : 0) | (isWhole ? 1 << (syllable.length - 1) : 0) | (isBegun ? 1 << (rest.length - 1) : 0),
    ];
  }
}

const byInitial = Map.groupBy(Object.keys(syllables) as (keyof typeof syllables)[], (syllable) => syllable.charAt(0));
const folded = new Map<string, readonly number[]>();

/** Names are searched as they are folded, so a traditional character lends its readings to the simplified one. */
function codesOf(syllable: keyof typeof syllables): readonly number[] {
  const known = folded.get(syllable);
  if (known !== undefined) return known;
  const characters = syllables[syllable];
  const all = [...new Set([...characters, ...foldText(characters)].map((character) => character.charCodeAt(0)))];
  folded.set(syllable, all);
  return all;
}

/** Where in a text that sounds so from `start` on the sound ends; -1 where it does not. */
export function soundEnd({ length, steps }: Sound, units: Uint16Array, start: number): number {
  let reached = [0];
  for (let at = start; reached.length > 0; at += 1) {
    const code = units[at] ?? 0;
    if (code <= lastMark) return -1;
    const next: number[] = [];
    for (const letter of reached) {
      let bits = steps[letter]?.[code] ?? 0;
      while (bits !== 0) {
        const after = letter + 32 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        if (after === length) return at + 1;
        if (!next.includes(after)) next.push(after);
      }
    }
    reached = next;
  }
  return -1;
}
