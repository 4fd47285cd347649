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
 * Two names match only when this is equal, never by likeness: C++ is not C#.
 */
export function foldName(name: string): string {
  const words = narrow(name)
    .replaceAll(/[\p{Ps}\p{Pe}<>]+/gu, ' ')
    .trim()
    .split(/\s+/);
  // Latin forms are words of their own ("Bosco" has no "co"); Chinese ones need no blank before them.
  while (words.length > 1 && isForm(words.at(-1) ?? '')) words.pop();
  const whole = words.join('').replace(/,+$/, '');
  const form = legalForms.find((each) => isChinese(each) && whole.endsWith(each) && whole.length > each.length);
  return form === undefined ? whole || narrow(name) : whole.slice(0, -form.length);
}

/** How names are put in order: case and width do not count. */
export function sortableName(name: string): string {
  return [...narrow(name)].slice(0, 40).join('');
}

function narrow(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}

/** `Co.,`, `L.L.C.` and `Inc.` are forms with their dots and commas. */
function isForm(word: string): boolean {
  const letters = word.replaceAll(/[.,]/g, '');
  return legalForms.some((form) => form === letters && !isChinese(form));
}

function isChinese(form: string): boolean {
  return /\p{Script=Han}/u.test(form);
}
