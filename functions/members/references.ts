import type { Member } from '#domain/members/member.ts';
import { DomainError, type FieldError } from '#domain/shared/error.ts';
import { readDepartment, readMember } from '#store/members.ts';
import { checkDepartment, checkMember } from '#store/members-directory.ts';
import type { Table, Write } from '#store/table.ts';

/** What a body names besides itself, by the field that names it; a field left out or null names nothing. */
export interface References {
  readonly departmentId?: string | null | undefined;
  readonly members?: Readonly<Record<string, string | null | undefined>>;
}

/**
 * Every unknown department and every member who is unknown or has left, all at once; else the checks that hold the
 * transaction to what was read.
 */
export async function checkReferences(table: Table, { departmentId, members = {} }: References): Promise<Write[]> {
  const named = Object.entries(members).flatMap(([field, id]) => (typeof id === 'string' ? [{ field, id }] : []));
  const [department, ...found] = await Promise.all([
    typeof departmentId === 'string' ? readDepartment(table, departmentId) : undefined,
    ...named.map(({ id }) => readMember(table, id)),
  ]);
  const errors: FieldError[] = [];
  if (typeof departmentId === 'string' && department === undefined) {
    errors.push({ pointer: '/departmentId', code: 'members.unknown-department' });
  }
  for (const [i, { field }] of named.entries()) {
    if (found[i]?.active !== true) errors.push({ pointer: `/${field}`, code: 'members.unknown-member' });
  }
  const [first] = errors;
  if (first !== undefined) throw new DomainError('invalid', first.code, {}, errors);
  const people = new Map(found.filter((each) => each !== undefined).map((each): [string, Member] => [each.id, each]));
  return [
    ...(department === undefined ? [] : [checkDepartment(department.id)]),
    ...[...people.values()].map(checkMember),
  ];
}
