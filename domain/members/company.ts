import * as z from 'zod';
import { MemberId } from '../shared/ids.ts';
import { Locale } from '../shared/locale.ts';
import { UtcInstant, Zone } from '../shared/time.ts';

export const companyFields = {
  name: z.string().trim().min(1).max(120),
  zone: Zone,
  locale: Locale,
  currency: z.string().regex(/^[A-Z]{3}$/, { message: 'ISO 4217, such as CNY' }),
  region: z.string().regex(/^[A-Z]{2}$/, { message: 'ISO 3166, such as CN' }),
  /** Owns the customers that are entered by someone who does not sell. */
  defaultOwnerId: MemberId,
} as const;

/** The settings of the whole installation. Version 0: nobody has changed anything yet. */
export const Company = z.strictObject({
  ...companyFields,
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
