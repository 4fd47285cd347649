import * as z from 'zod';
import { hasRefusedNumber, masked } from './refused-number.ts';
import { says } from './words.ts';

const isLine = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);
const isText = (text: string): boolean => text.isWellFormed() && !/[^\P{Cc}\t\n\r]/u.test(text);

/** What a request says with this code alone is 422, not 400: the form is right, the content may not be kept. */
export const refusedNumber = 'shared.refused-number';

const plain = z.refine<string>(isText, says('shared.plain-text'));
const allowed = z.refine<string>((text) => !hasRefusedNumber(text), says(refusedNumber));

/**
 * One line that a person typed: no control characters, no half of a surrogate pair (DynamoDB would refuse it), no number
 * of an identity or bank card (SEC-02). Rows are read with plain strings, so that what was once taken stays readable.
 */
export function line(max: number) {
  return z.string().check(...bare(max), z.refine<string>(isLine, says('shared.one-line')), allowed);
}

/** Several lines. */
export function lines(max: number) {
  return z.string().check(...bare(max), plain, allowed);
}

/** Several lines of a customer's own words: he is not refused, but such numbers are masked. */
export function customersLines(max: number) {
  return z.string().check(...bare(max), plain, z.overwrite(masked));
}

/** Checks of one schema: each step of a chain would be a schema more at every cold start. */
function bare(max: number) {
  return [z.maxLength(max), z.trim(), z.minLength(1)] as const;
}
