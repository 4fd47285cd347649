import table from './simplified.json' with { type: 'json' };

let forms: ReadonlyMap<string, string> | undefined;

/**
 * Each traditional character as its simplified form, for matching only: 發 and 髮 become 发 alike. Character for
 * character, so a part of a text, simplified, is a part of the simplified text.
 */
export function simplified(text: string): string {
  forms ??= new Map([...table.traditional].map((from, n) => [from, table.simplified[n] ?? from]));
  const known = forms;
  return text.replaceAll(/[\u4e00-\u9fff]/g, (character) => known.get(character) ?? character);
}
