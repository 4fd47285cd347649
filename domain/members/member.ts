import * as z from 'zod';
import { DomainError, invalidField } from '../shared/error.ts';
import { DepartmentId, MemberId } from '../shared/ids.ts';
import { Locale } from '../shared/locale.ts';
import { Role } from '../shared/rights.ts';
import { Stamps } from '../shared/stamps.ts';
import { line } from '../shared/text.ts';
import { UtcInstant, Zone } from '../shared/time.ts';

/** Staff never have the portal's role. */
export const StaffRole = Role.exclude(['customer']);
export type StaffRole = z.output<typeof StaffRole>;

/** Compared without regard to case, as every mail provider does, so it is kept in lower case. */
const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());

export const memberFields = {
  name: line(120),
  email: Email,
  role: StaffRole,
  title: line(120),
  departmentId: DepartmentId,
  managerId: MemberId,
  locale: Locale,
  zone: Zone,
} as const;

export const Member = z.strictObject({
  id: MemberId,
  ...memberFields,
  // What was once taken stays readable.
  name: z.string(),
  title: z.string().optional(),
  managerId: memberFields.managerId.optional(),
  active: z.boolean(),
  /** Who took over when the member was deactivated; his mail goes there too. */
  successorId: MemberId.optional(),
  deactivatedAt: UtcInstant.optional(),
  ...Stamps,
});
export type Member = z.output<typeof Member>;

/** What all staff see of each other (rules.md 1: names, departments and roles); the rest is for admins and himself. */
export const MemberCard = Member.pick({
  id: true,
  name: true,
  role: true,
  title: true,
  departmentId: true,
  active: true,
  version: true,
});
export type MemberCard = z.output<typeof MemberCard>;

export function cardOf(member: Member): MemberCard {
  const { id, name, role, title, departmentId, active, version } = member;
  return { id, name, role, departmentId, active, version, ...(title === undefined ? {} : { title }) };
}

/** Someone must be able to let people in. */
export function assertAdminLeft(adminIds: readonly string[], leaving: string): void {
  if (adminIds.every((id) => id === leaving)) throw new DomainError('conflict', 'members.last-admin');
}

/** Walking up from the new manager must not come back to the member. */
export function assertNoManagerCycle(memberId: string, managersAbove: readonly string[]): void {
  if (managersAbove.includes(memberId)) throw invalidField('/managerId', 'members.manager-cycle');
}
