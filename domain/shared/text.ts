import * as z from 'zod';

/** One line that a person typed: no control characters, no half of a surrogate pair (DynamoDB would refuse it). */
export function line(max: number) {
  return z
    .string()
    .max(max)
    .trim()
    .min(1)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), { message: 'one line of text' });
}

/** Several lines. */
export function lines(max: number) {
  return z
    .string()
    .max(max)
    .trim()
    .min(1)
    .refine((text) => text.isWellFormed() && !/[^\P{Cc}\t\n\r]/u.test(text), { message: 'text' });
}
