/** Width and case are how a thing was typed, not what it is. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
