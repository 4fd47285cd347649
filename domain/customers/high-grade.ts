/**
 * What of a person is graded high: sealed in items, and masked to whoever may not see it (rules.md 7). The mask stands
 * beside what is sealed, so that a masked view needs no key.
 */
export const highGrade = ['mobile', 'landline', 'mobileE164', 'landlineE164', 'email', 'wechat'] as const;
export type HighGrade = (typeof highGrade)[number];

/** What a number as it is dialled has in front of what was typed: `+8613800138000` of `13800138000` is stored as `+86`. */
const prefixes = ['', '+86'];

/** A number as it is dialled, the short way, where it says little more than the one that was typed. */
export function dialledShort(typed: string | undefined, dialled: string): string {
  return prefixes.find((prefix) => dialled === `${prefix}${typed}`) ?? dialled;
}

/** So little that there is nothing to hide. */
export function isPrefix(dialled: string): boolean {
  return prefixes.includes(dialled);
}

/** The whole number again; of a mask, the mask of the whole. */
export function dialledWhole(typed: string | undefined, dialled: string): string {
  return isPrefix(dialled) ? `${dialled}${typed}` : dialled;
}

/** Of an address what leads to a door; the town says who is where in lists and filters. */
export const addressLine = 'address.line';

/** In place of what nothing of may be seen. */
export const hidden = '****';

export function maskOf(field: HighGrade, value: string): string {
  if (field === 'email') return maskedEmail(value);
  return field === 'wechat' ? `${[...value].slice(0, 1).join('')}${hidden}` : maskedNumber(value);
}

/** `138****8000`, `+86138****8000`, `010-****5678`: the last four, and in front what says where the number is from. */
export function maskedNumber(number: string): string {
  if (number.length < 8) return hidden;
  const [front = ''] = /^(?:\+86\d{3}|\+\d{2}|0\d{2,3}-|\d{3})/.exec(number) ?? [];
  return `${front}${hidden}${number.slice(-4)}`;
}

/** `li***@x.com` */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, Math.min(2, Math.max(1, at - 1)))}***${email.slice(at)}`;
}

/** Whether a value is a mask and not what it hides. */
export function isMask(value: string): boolean {
  return value.includes('***');
}
