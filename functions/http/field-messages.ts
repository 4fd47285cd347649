import type * as z from 'zod';
import type { Facts } from '#domain/shared/error.ts';
import type { Locale, Text } from '#domain/shared/locale.ts';
import { masked } from '#domain/shared/refused-number.ts';
import { said } from '#domain/shared/words.ts';

/** One bad field as the caller reads it. `pointer` is an RFC 6901 pointer into the body, or `?name` for a query parameter. */
export interface BadField {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** Our own words instead of zod's locale tables, which weigh 370 KB in a bundle. */
const texts: Record<string, Text> = {
  required: { en: 'This is required.', 'zh-CN': '必填。' },
  unknown: { en: 'This is not known here.', 'zh-CN': '未知字段。' },
  'wrong-type': { en: 'This must be of the type {expected}.', 'zh-CN': '类型必须为 {expected}。' },
  'too-small': { en: 'This must be at least {minimum}.', 'zh-CN': '不得小于（短于）{minimum}。' },
  'too-big': { en: 'This must be at most {maximum}.', 'zh-CN': '不得大于（长于）{maximum}。' },
  'wrong-format': {
    en: 'This does not have the form that is asked for ({format}).',
    'zh-CN': '格式不正确（{format}）。',
  },
  'not-a-choice': { en: 'This must be one of: {values}.', 'zh-CN': '必须是以下之一：{values}。' },
  'not-a-multiple': { en: 'This must be a multiple of {divisor}.', 'zh-CN': '必须是 {divisor} 的倍数。' },
  'not-allowed': { en: 'This is not allowed.', 'zh-CN': '不允许。' },
};

/** The words of a code that a schema says (domain/shared/words.ts). */
export type Words = (code: string, facts: Facts) => string;

type Issue = z.core.$ZodIssue;

type Part = 'body' | 'query';

/** Every bad field at once; nothing that the caller sent is repeated. */
export function badFields(issues: readonly Issue[], part: Part, locale: Locale, words: Words): BadField[] {
  return issues.flatMap((issue) => placedOf(issue, [])).map((placed) => field(part, placed, locale, words));
}

/** An issue, or one name of several that nobody knows, and where it is. */
interface Placed {
  readonly path: readonly PropertyKey[];
  readonly issue: Issue | 'unknown' | 'no-choice';
}

function placedOf(issue: Issue, base: readonly PropertyKey[]): Placed[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], issue: 'unknown' }));
  if (issue.code !== 'invalid_union') return [{ path, issue }];
  const [closest = []] = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length);
  return closest.length === 0 ? [{ path, issue: 'no-choice' }] : closest.flatMap((each) => placedOf(each, path));
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function described(issue: Issue): [string, Record<string, unknown>] {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue) ? ['required', {}] : ['wrong-type', { expected: issue.expected }];
    case 'too_small':
      return ['too-small', { minimum: String(issue.minimum) }];
    case 'too_big':
      return ['too-big', { maximum: String(issue.maximum) }];
    case 'invalid_format':
      return ['wrong-format', { format: issue.format }];
    case 'invalid_value':
      return isMissing(issue) ? ['required', {}] : ['not-a-choice', { values: issue.values.map(String).join(', ') }];
    case 'not_multiple_of':
      return ['not-a-multiple', { divisor: issue.divisor }];
    default:
      return ['not-allowed', {}];
  }
}

function isMissing(issue: Issue): boolean {
  return 'input' in issue && issue.input === undefined;
}

function field(part: Part, { path, issue }: Placed, locale: Locale, words: Words): BadField {
  const where =
    part === 'query' ? `?${path.map(String).join('.')}` : path.map((key) => `/${escaped(String(key))}`).join('');
  // A name that nobody knows is the caller's own word, and so may be a number that is not repeated.
  const pointer = masked(where);
  const own = typeof issue === 'string' ? undefined : said(issue.message);
  if (own !== undefined) return { pointer, code: own.code, detail: words(own.code, own.facts) };
  const [code, facts] =
    typeof issue === 'string' ? [issue === 'unknown' ? issue : 'not-allowed', {}] : described(issue);
  return { pointer, code, detail: fill(texts[code]?.[locale] ?? code, facts) };
}

function escaped(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Puts facts into the `{placeholders}` of a text. */
export function fill(text: string, facts: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = facts[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
  });
}
