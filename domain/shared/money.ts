import * as z from 'zod';
import { says } from './words.ts';

/** Minor units (分, cents), so that sums are exact; ISO 4217 currency. */
export const Money = z.strictObject({
  minor: z.int().nonnegative(),
  currency: z.string().regex(/^[A-Z]{3}$/, says('shared.currency')),
});
export type Money = z.output<typeof Money>;
