import type { Importer } from '#domain/customers/import.ts';
import { departmentAndBelow } from '#domain/members/department.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { readDepartments, readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';

export function importerOf({ memberId, role, departmentId, departments, locale, zone }: Caller): Importer {
  const place = departmentId === undefined ? {} : { departmentId };
  return { memberId, role, ...place, departments: departments === 'all' ? 'all' : [...departments], locale, zone };
}

/** The importer with the rights that he has now, not those of when he began; undefined for one who has left. */
export async function readImporter(table: Table, importer: Importer): Promise<Caller | undefined> {
  const member = await readMember(table, importer.memberId);
  // A token by role alone has no row (rules.md 9).
  if (member === undefined) return importer;
  if (!member.active) return undefined;
  const { role, departmentId } = member;
  const isPlaced = role === importer.role && departmentId === importer.departmentId;
  if (isPlaced) return importer;
  const departments = departmentAndBelow(await readDepartments(table), departmentId);
  return { ...importer, role, departmentId, departments };
}
