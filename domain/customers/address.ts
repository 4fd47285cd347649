import * as z from 'zod';
import { line } from '../shared/text.ts';
import { says } from '../shared/words.ts';

export const Address = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, says('shared.country')),
  province: line(60).optional(),
  city: line(60).optional(),
  district: line(60).optional(),
  line: line(200).optional(),
  postcode: line(16).optional(),
});

/** Rows are read with plain strings: what was once taken stays readable. */
export const StoredAddress = z
  .object({
    country: z.string(),
    province: z.string(),
    city: z.string(),
    district: z.string(),
    line: z.string(),
    postcode: z.string(),
  })
  .partial();
