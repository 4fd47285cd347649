import * as z from 'zod';
import { MemberId } from '../shared/ids.ts';
import { Locale } from '../shared/locale.ts';
import { line } from '../shared/text.ts';
import { UtcInstant, Zone } from '../shared/time.ts';
import { says } from '../shared/words.ts';

export const companyFields = {
  name: line(120),
  zone: Zone,
  locale: Locale,
  currency: z.string().regex(/^[A-Z]{3}$/, says('shared.currency')),
  region: z.string().regex(/^[A-Z]{2}$/, says('shared.country')),
  /** Owns the customers that are entered by someone who does not sell. */
  defaultOwnerId: MemberId,
} as const;

/** The settings of the whole installation. Version 0: nobody has changed anything yet. */
export const Company = z.strictObject({
  ...companyFields,
  name: z.string(),
  defaultOwnerId: companyFields.defaultOwnerId.optional(),
  version: z.int().nonnegative(),
  updatedAt: UtcInstant.optional(),
  updatedBy: z.string().optional(),
});
export type Company = z.output<typeof Company>;

export const defaultCompany: Company = {
  name: 'Guanxi',
  zone: 'Asia/Shanghai',
  locale: 'zh-CN',
  currency: 'CNY',
  region: 'CN',
  version: 0,
};
