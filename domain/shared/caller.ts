import type { Locale } from './locale.ts';
import { type Permission, type Reach, type Role, reachOf } from './rights.ts';

/** Who asks, as the access token says (a member's token names the departments below his own). */
export interface Caller {
  readonly memberId: string;
  readonly role: Role;
  readonly departmentId?: string | undefined;
  /** The caller's department and all below it; `all` for a token by role without a department (rules.md 9). */
  readonly departments: 'all' | readonly string[];
  /** The language of answers: Accept-Language, else the member's. */
  readonly locale: Locale;
  readonly zone: string;
}

/** What decides whether a record is within reach. */
export interface Owned {
  readonly ownerId?: string | undefined;
  readonly collaboratorIds?: readonly string[] | undefined;
  readonly departmentId?: string | undefined;
}

export function may(caller: Caller, permission: Permission): boolean {
  return reachOf(caller.role, permission) !== undefined;
}

/** The caller's reach for a permission; undefined where he has none. A role token without department sees `all`. */
export function reach(caller: Caller, permission: Permission): Reach | undefined {
  const granted = reachOf(caller.role, permission);
  return granted === 'department' && caller.departments === 'all' ? 'all' : granted;
}

/** Whether the record is within the caller's reach (rules.md 1: own = owner or collaborator). */
export function reaches(caller: Caller, permission: Permission, record: Owned): boolean {
  switch (reach(caller, permission)) {
    case 'all':
      return true;
    case 'department':
      return isOwn(caller, record) || inDepartments(caller, record.departmentId);
    case 'own':
      return isOwn(caller, record);
    case undefined:
      return false;
  }
}

function isOwn(caller: Caller, { ownerId, collaboratorIds }: Owned): boolean {
  return ownerId === caller.memberId || (collaboratorIds ?? []).includes(caller.memberId);
}

function inDepartments(caller: Caller, departmentId: string | undefined): boolean {
  if (caller.departments === 'all') return true;
  return departmentId !== undefined && caller.departments.includes(departmentId);
}
