/** Legal forms at the end of a name, longest first, folded as foldName folds. */
const legalForms = [
  '股份有限公司',
  '有限责任公司',
  '有限公司',
  '公司',
  'incorporated',
  'corporation',
  'companylimited',
  'limited',
  'company',
  'coltd',
  'corp',
  'gmbh',
  'inc',
  'ltd',
  'llc',
  'llp',
  'plc',
  'co',
] as const;

/**
 * A company's name as it is compared: width, case, brackets, blanks and legal form do not matter (rules.md 7).
 * Two names match only when this is equal, never by likeness.
 */
export function foldName(name: string): string {
  const words = bare(name);
  // Latin forms are words of their own ("Bosco" has no "co"); Chinese ones need no blank before them.
  const latin = words.split(' ');
  while (latin.length > 1 && isForm(latin.at(-1) ?? '')) latin.pop();
  const whole = latin.join('');
  const form = legalForms.find((each) => isChinese(each) && whole.endsWith(each) && whole.length > each.length);
  return form === undefined ? whole : whole.slice(0, -form.length);
}

/** How names are put in order: case and width do not count. */
export function sortableName(name: string): string {
  return [...bare(name)].slice(0, 40).join('');
}

function bare(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/(\p{L})\.(?=\p{L}\b)/gu, '$1')
    .replaceAll(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, ' ')
    .trim();
}

function isForm(word: string): boolean {
  return legalForms.some((form) => form === word && !isChinese(form));
}

function isChinese(form: string): boolean {
  return /\p{Script=Han}/u.test(form);
}
