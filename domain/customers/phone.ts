import * as z from 'zod';
import { halfWidth } from './half-width.ts';

/** A number without `+` is Chinese (rules.md 7). */
const chineseMobile = /^1\d{10}$/;
/** Area code and number: three digits of area code go with eight, four with seven or eight; an extension may follow. */
const chineseLandline = /^(?:0(?:10|2\d)-?\d{8}|0[3-9]\d{2}-?\d{7,8})(?:-\d{1,6})?$/;
/** Numbers paid by or shared with the called party have no area code. */
const nationwide = /^[48]00-?\d{3}-?\d{4}$/;
/** E.164: country code and number together at most fifteen digits. */
const international = /^\+[1-9]\d{6,14}$/;
const chineseWithPlus = /^\+86(?:1\d{10}|10\d{8}|2\d{9}|[3-9]\d{9,10}|[48]00\d{7})$/;

/** As typed, less width and blanks; with `+` less every separator, too. */
function typed(text: string): string {
  const narrow = halfWidth(text)
    .replaceAll(/\s/g, '')
    .replaceAll(/[‐-―−]/g, '-');
  return narrow.startsWith('+') ? narrow.replaceAll(/[-().]/g, '') : narrow;
}

function isInternational(number: string): boolean {
  return number.startsWith('+86') ? chineseWithPlus.test(number) : international.test(number);
}

export const Mobile = z
  .string()
  .max(40)
  .transform(typed)
  .refine((number) => chineseMobile.test(number) || isInternational(number), {
    message: '11 digits beginning with 1, or an international number with +',
  });

export const Landline = z
  .string()
  .max(40)
  .transform(typed)
  .refine((number) => chineseLandline.test(number) || nationwide.test(number) || isInternational(number), {
    message: 'area code and number such as 010-62345678, a 400 or 800 number, or an international number with +',
  });

/** A number as it is compared: E.164, without an extension. Undefined for what is no number at all. */
export function toE164(text: string): string | undefined {
  const number = typed(text);
  if (isInternational(number)) return number;
  if (chineseMobile.test(number)) return `+86${number}`;
  if (nationwide.test(number)) return `+86${number.replaceAll('-', '')}`;
  if (!chineseLandline.test(number)) return undefined;
  const [, whole = ''] = /^0(\d{2,3}-?\d{7,8})(?:-\d{1,6})?$/.exec(number) ?? [];
  return whole === '' ? undefined : `+86${whole.replace('-', '')}`;
}
