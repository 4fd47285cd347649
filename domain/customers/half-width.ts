/** Full-width letters and digits are the half-width ones that were meant. */
export function halfWidth(text: string): string {
  return text.isWellFormed() ? text.normalize('NFKC').trim() : text;
}
