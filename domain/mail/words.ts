import { formatDate, formatInstant } from '../shared/format.ts';
import type { Locale } from '../shared/locale.ts';
import type { Letter } from './letter.ts';
import { type Matter, needed } from './matter.ts';

/** The part of a letter that a template decides. */
type Words = Pick<Letter, 'subject' | 'paragraphs' | 'rows' | 'link'>;
/** One kind of message in both languages. */
export type Template = (matter: Matter) => Readonly<Record<Locale, Words>>;

/** An instant of the facts in the reader's zone. */
export function instantIn({ facts, locale, zone }: Matter, name: string): string {
  return formatInstant(String(needed(facts[name], name)), locale, zone);
}

export function dateIn({ facts, locale }: Matter, name: string): string {
  return formatDate(String(needed(facts[name], name)), locale);
}

const targets: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  firstResponse: { en: 'first response', 'zh-CN': '首次响应' },
  nextResponse: { en: 'next response', 'zh-CN': '下次响应' },
  resolution: { en: 'resolution', 'zh-CN': '解决' },
  resultNotice: { en: 'notice of the result', 'zh-CN': '结果通知' },
  handling: { en: 'handling', 'zh-CN': '处理' },
  survey: { en: 'satisfaction survey', 'zh-CN': '满意度回访' },
};

/** A service target as people call it. */
export function targetIn({ facts, locale }: Matter): string {
  return targetNamed(String(facts['target'] ?? 'resolution'), locale);
}

export function targetNamed(code: string, locale: Locale): string {
  return targets[code]?.[locale] ?? code;
}

/** `Acme (C202611001)`. */
export function named({ name, number }: { readonly name: string; readonly number: string }): string {
  return `${name} (${number})`;
}

/** Rows of which some are unknown: a ticket that belongs to no customer yet, a deadline that was not told. */
export function rowsOf(...rows: readonly (readonly [string, string | undefined])[]): (readonly [string, string])[] {
  return rows.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [[label, value] as const]));
}
