import * as z from 'zod';
import type { Caller } from './caller.ts';
import { MemberId } from './ids.ts';
import { Locale } from './locale.ts';
import { Role } from './rights.ts';

/** Who asked for long work: every row of it is done as if he did it by hand. */
export const OnBehalf = z.object({
  memberId: MemberId,
  role: Role,
  departmentId: z.string().optional(),
  departments: z.union([z.literal('all'), z.array(z.string())]),
  locale: Locale,
  zone: z.string(),
});
export type OnBehalf = z.output<typeof OnBehalf>;

export function onBehalfOf({ memberId, role, departmentId, departments, locale, zone }: Caller): OnBehalf {
  const place = departmentId === undefined ? {} : { departmentId };
  return { memberId, role, ...place, departments: departments === 'all' ? 'all' : [...departments], locale, zone };
}
