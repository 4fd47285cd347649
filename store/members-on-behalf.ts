import { departmentAndBelow } from '#domain/members/department.ts';
import type { Caller } from '#domain/shared/caller.ts';
import type { OnBehalf } from '#domain/shared/on-behalf.ts';
import { readDepartments, readMember } from './members.ts';
import type { Table } from './table.ts';

/** Whoever asked, with the rights that he has now, not those of when he asked; undefined for one who has left. */
export async function readOnBehalf(table: Table, asked: OnBehalf): Promise<Caller | undefined> {
  const member = await readMember(table, asked.memberId);
  // A token by role alone has no row (rules.md 9).
  if (member === undefined) return asked;
  if (!member.active) return undefined;
  const { role, departmentId } = member;
  const isPlaced = role === asked.role && departmentId === asked.departmentId;
  if (isPlaced) return asked;
  const departments = departmentAndBelow(await readDepartments(table), departmentId);
  return { ...asked, role, departmentId, departments };
}
