import { toE164 } from './phone.ts';
import { simplified } from './simplified.ts';

/**
 * Text as it is searched: case, width, script, accents, blanks and punctuation do not count. Each character is folded by itself,
 * so that a part of a name, folded, is a part of the folded name. Control characters never come out of it.
 */
export function foldText(text: string): string {
  const letters = text.toLowerCase().normalize('NFKD').toLowerCase().replaceAll('ς', 'σ');
  return simplified(letters.replaceAll(uncounted, ''));
}

/** `C++`, `C#`, `R&D` and `@` stay what they are. */
const uncounted = /[\p{Mn}\p{Z}\p{Cc}\p{Cf}]|(?![#&@%*])\p{P}/gu;

/** A number or an e-mail as it is searched: dots, dashes and underscores of an address count. */
export function foldCode(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{Z}\p{Cc}\p{Cf}]/gu, '');
}

/** What somebody looks for, in the forms in which it may stand somewhere. */
export interface SearchTerm {
  /** In names and tags; at least two characters, else empty. */
  readonly text: string;
  /** In numbers and e-mail addresses; at least two characters, else empty. */
  readonly code: string;
  /** The digits of a phone, as typed and with the country's code; none for what is no number. */
  readonly phones: readonly string[];
}

const lengthMin = 2;
/** Rules.md 7: the last four digits are enough. */
const phoneDigitsMin = 4;
const phoneDigitsMax = 15;
const phoneLike = /^\+?[\d\-().]+$/;

export function toTerm(asked: string): SearchTerm {
  const code = foldCode(asked);
  return {
    text: atLeastTwo(foldText(asked)),
    code: atLeastTwo(code),
    phones: phoneLike.test(code) ? phones(code) : [],
  };
}

/** Whether there is anything to look for. */
export function isSearchable(asked: string): boolean {
  const { text, code } = toTerm(asked);
  return text !== '' || code !== '';
}

function atLeastTwo(text: string): string {
  const letters = [...text].filter((character) => /[\p{L}\p{N}\p{S}]/u.test(character));
  return letters.length < lengthMin ? '' : text;
}

function phones(code: string): string[] {
  const forms = [code, toE164(code) ?? '', toE164(`+${code.replace(/^00/, '')}`) ?? ''].map(digitsOf);
  return [...new Set(forms)].filter(({ length }) => length >= phoneDigitsMin && length <= phoneDigitsMax);
}

/** The forms of a stored number of which a caller may know the end: as it was typed, and with the country's code. */
export function phoneForms(stored: string): string[] {
  const typed = digitsOf(stored.replace(/(?<=\d{7})-\d{1,6}$/, ''));
  const whole = digitsOf(toE164(stored) ?? '');
  const all = digitsOf(stored);
  return [...new Set([whole, typed, all])].filter((form) => form !== '' && (form === whole || !whole.endsWith(form)));
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}
