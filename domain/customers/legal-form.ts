/** Legal forms as they stand at the end of a name, folded: narrow, in small letters and simplified characters. */
const joinedForms = [
  '股份有限公司',
  '有限责任公司',
  '特殊普通合伙',
  '有限合伙',
  '普通合伙',
  '有限公司',
  '股份公司',
  '株式会社',
  '有限会社',
  '주식회사',
  '유한회사',
  '公司',
] as const;

/** Those that may stand in front as well. */
const leadingForms = ['株式会社', '有限会社', '주식회사', '유한회사'] as const;

/** Words of their own, less their dots and commas: "Bosco" has no "co". */
const wordForms: ReadonlySet<string> = new Set([
  ...['incorporated', 'inc', 'corporation', 'corp', 'company', 'co', 'coltd', 'companylimited', 'limited', 'ltd'],
  ...['llc', 'llp', 'plc', 'pty', 'pte', 'pteltd', 'ptyltd', 'pvt', 'sdn', 'bhd', 'gmbh', 'ag', 'kg', 'kgaa', 'ohg'],
  ...['sa', 'sas', 'sarl', 'srl', 'bv', 'nv', 'ab', 'oy', 'oyj', 'aps', 'ltda', 'jsc', 'ооо', 'зао', 'оао', 'ао'],
]);

/** What joins two forms: GmbH & Co. KG. */
const between: ReadonlySet<string> = new Set(['&', 'and', 'und']);

/**
 * A folded name without its legal forms, which are all at the end or, in Japan and Korea, in front. A name that is
 * nothing but a form stays.
 */
export function withoutLegalForm(folded: string): string {
  const words = folded
    .replaceAll(/[\p{Ps}\p{Pe}<>]+/gu, ' ')
    .trim()
    .split(/\s+/);
  let cut = true;
  while (cut) cut = cutLast(words) || cutFirst(words);
  return words.join('').replace(/,+$/, '') || folded;
}

export function hasLegalForm(folded: string): boolean {
  const words = folded
    .replaceAll(/[\p{Ps}\p{Pe}<>]+/gu, ' ')
    .trim()
    .split(/\s+/);
  return cutLast(words) || cutFirst(words);
}

/** Takes one form off the end; says whether there was one. */
function cutLast(words: string[]): boolean {
  const last = words.at(-1) ?? '';
  if (words.length > 1 && isWordForm(last)) {
    words.pop();
    while (words.length > 1 && between.has(words.at(-1) ?? '')) words.pop();
    return true;
  }
  const [, front, back = ''] = /^(.+?),+([^,]+)$/u.exec(last) ?? [];
  if (front !== undefined && isWordForm(back)) {
    words.splice(-1, 1, front);
    return true;
  }
  // Brackets and blanks may stand inside: （股份）有限公司.
  const whole = words.join('');
  const form = joinedForms.find((each) => whole.endsWith(each));
  if (form === undefined || whole === form) return false;
  cutLength(words, form.length);
  return true;
}

function cutLength(words: string[], length: number): void {
  const last = words.pop() ?? '';
  if (last.length > length) words.push(last.slice(0, -length));
  else if (last.length < length) cutLength(words, length - last.length);
}

function cutFirst(words: string[]): boolean {
  const [first = ''] = words;
  const form = leadingForms.find((each) => first.startsWith(each));
  if (form === undefined || (first === form && words.length === 1)) return false;
  if (first === form) words.shift();
  else words[0] = first.slice(form.length);
  return true;
}

function isWordForm(word: string): boolean {
  return wordForms.has(word.replaceAll(/[.,]/g, ''));
}
