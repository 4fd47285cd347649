import { writeFileSync } from 'node:fs';
import characters from 'opencc-js/dict/TSCharacters';

/**
 * The simplified form of every traditional character of the basic plane: the table by which names are compared in either
 * script. Written to domain/customers/simplified.json from OpenCC's table of single characters (opencc-js, MIT; its data
 * Apache-2.0), because the library with its phrases is far larger than a bundle may be. Where a character has several
 * simplified forms, OpenCC's first counts: names are compared in this form, never shown in it.
 */
export const simplifiedFile = 'domain/customers/simplified.json';

export function pairs(): { readonly traditional: string; readonly simplified: string } {
  const first = new Map(characters.split('|').map((line) => line.split(' ') as [string, string]));
  const found = [...first.keys()]
    .map((from) => [from, settled(first, from)] as const)
    .filter(([from, to]) => from !== to && isUnified(from) && isUnified(to))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { traditional: found.map(([from]) => from).join(''), simplified: found.map(([, to]) => to).join('') };
}

/** 薴 becomes 苧 and that becomes 苎: what was folded once is folded. */
function settled(first: ReadonlyMap<string, string>, from: string): string {
  const to = first.get(from);
  return to === undefined || to === from ? from : settled(first, to);
}

function isUnified(character: string): boolean {
  return /^[\u4e00-\u9fff]$/.test(character);
}

if (import.meta.main) writeFileSync(simplifiedFile, `${JSON.stringify(pairs())}\n`);
