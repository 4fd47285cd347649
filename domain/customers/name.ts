import { withoutLegalForm } from './legal-form.ts';
import { simplified } from './simplified.ts';

/**
 * A company's name as it is compared: width, case, script, brackets, blanks and legal form do not matter (rules.md 7).
 * Two names match only when this is equal, never by likeness: C++ is not C#. What is folded stays so when folded again.
 */
export function foldName(name: string): string {
  let folded = name;
  for (let before = ''; before !== folded; ) {
    before = folded;
    folded = withoutLegalForm(compared(before));
  }
  return folded;
}

/** A name as it is looked at: narrow, in small letters and simplified characters. */
export function compared(name: string): string {
  return simplified(narrow(name));
}

/** How names are put in order: case and width do not count. */
export function sortableName(name: string): string {
  return [...narrow(name)].slice(0, 40).join('');
}

function narrow(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}
