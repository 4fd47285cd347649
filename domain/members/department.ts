import * as z from 'zod';
import { DomainError, invalidField } from '../shared/error.ts';
import { DepartmentId, MemberId } from '../shared/ids.ts';
import { Stamps } from '../shared/stamps.ts';
import { line } from '../shared/text.ts';

export const DepartmentName = line(120);

export const Department = z.strictObject({
  id: DepartmentId,
  name: z.string(),
  parentId: DepartmentId.optional(),
  /** Manages those members of the department who have no manager of their own. */
  headId: MemberId.optional(),
  ...Stamps,
});
export type Department = z.output<typeof Department>;

type Placed = Pick<Department, 'id' | 'parentId'>;

/** The department and all below it: what `department` means in a right (rules.md 1). */
export function departmentAndBelow(departments: readonly Placed[], id: string): string[] {
  const found = new Set([id]);
  // Departments are few and the set is walked while it grows, so a loop that should not be there ends as well.
  for (const above of found) for (const each of departments) if (each.parentId === above) found.add(each.id);
  return [...found];
}

/** The department, the one above it, and so on to the root; a loop ends where it began. */
export function departmentAndAbove<D extends Placed>(departments: readonly D[], id: string): D[] {
  const line: D[] = [];
  let next: string | undefined = id;
  while (next !== undefined) {
    const wanted: string = next;
    const found = departments.find((each) => each.id === wanted);
    if (found === undefined || line.includes(found)) return line;
    line.push(found);
    next = found.parentId;
  }
  return line;
}

/** A department's parent must exist, and must not be the department itself or one below it. */
export function assertParent(departments: readonly Placed[], parentId: string, id?: string): void {
  if (!departments.some((each) => each.id === parentId)) {
    throw invalidField('/parentId', 'members.unknown-department');
  }
  if (id !== undefined && departmentAndBelow(departments, id).includes(parentId)) {
    throw invalidField('/parentId', 'members.department-cycle');
  }
}

/**
 * Only an empty department may go (rules.md 4): nobody loses his place without notice, and no ticket waits in a queue
 * that nobody looks into.
 */
export function assertEmpty(
  seats: { readonly members: number; readonly subDepartments: number },
  hasTickets: boolean,
): void {
  if (seats.members > 0 || seats.subDepartments > 0) {
    throw new DomainError('conflict', 'members.department-not-empty', seats);
  }
  if (hasTickets) throw new DomainError('conflict', 'members.department-has-tickets');
}
