import * as z from 'zod';
import { says } from '../shared/words.ts';
import { halfWidth } from './half-width.ts';
import { validInternational } from './international.ts';

/** A number without `+` is Chinese (rules.md 7). */
const chineseMobile = /^1\d{10}$/;
/** Area code and number: three digits of area code go with eight, four with seven or eight; an extension may follow. */
const chineseLandline = /^(?:0(?:10|2\d)-?\d{8}|0[3-9]\d{2}-?\d{7,8})(?:-\d{1,6})?$/;
/** Numbers paid by or shared with the called party have no area code. */
const nationwide = /^[48]00-?\d{3}-?\d{4}$/;
/** E.164: country code and number together at most fifteen digits. */
const international = /^\+[1-9]\d{6,14}$/;
const chineseWithPlus = /^\+86(?:1\d{10}|10\d{8}|2\d{9}|[3-9]\d{9,10}|[48]00\d{7})$/;

/** As typed, less width, blanks and the many kinds of dashes. */
function typed(text: string): string {
  return halfWidth(text)
    .replaceAll(/\s/g, '')
    .replaceAll(/[‐-―−]/g, '-');
}

function withoutSeparators(number: string): string {
  return number.replaceAll(/[-().]/g, '');
}

/** Built where a contact is entered and nowhere else, so that functions that only read contacts leave the library out. */
export const Mobile = /* @__PURE__ */ (() =>
  z.string().check(
    z.maxLength(40),
    z.overwrite(typed),
    z.refine<string>((number) => chineseMobile.test(number) || isForeign(number), says('customers.mobile')),
  ))();

export const Landline = /* @__PURE__ */ (() =>
  z.string().check(
    z.maxLength(40),
    z.overwrite(typed),
    z.refine<string>(
      (number) => chineseLandline.test(number) || nationwide.test(number) || isForeign(number),
      says('customers.landline'),
    ),
  ))();

/** With `+`: Chinese by our own rules, which are those without it, and any other by those of its country. */
function isForeign(number: string): boolean {
  return number.startsWith('+') && toValidE164(number) !== undefined;
}

/** A number that is entered or looked up, as E.164 without an extension. Undefined for what is no number at all. */
export function toValidE164(text: string): string | undefined {
  const number = typed(text);
  return number.startsWith('+') && !withoutSeparators(number).startsWith('+86')
    ? validInternational(number)
    : toE164(number);
}

/**
 * The same for a number that was valid when it was taken, or a part of one, without the library: E.164 as far as the form
 * tells. Contacts have the exact one beside what was typed.
 */
export function toE164(text: string): string | undefined {
  const number = typed(text);
  if (number.startsWith('+')) {
    const digits = withoutSeparators(number);
    return (digits.startsWith('+86') ? chineseWithPlus : international).test(digits) ? digits : undefined;
  }
  if (chineseMobile.test(number)) return `+86${number}`;
  if (nationwide.test(number)) return `+86${number.replaceAll('-', '')}`;
  if (!chineseLandline.test(number)) return undefined;
  const [, whole = ''] = /^0(\d{2,3}-?\d{7,8})(?:-\d{1,6})?$/.exec(number) ?? [];
  return whole === '' ? undefined : `+86${whole.replace('-', '')}`;
}
