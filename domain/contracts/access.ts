import { type Caller, type Owned, reach, reaches } from '../shared/caller.ts';
import type { Permission } from '../shared/rights.ts';
import type { Contract } from './contract.ts';
import type { ContractKind } from './kind.ts';

/** What beyond the contract itself decides whether it is within reach; read only where it does. */
interface Circumstances {
  readonly customer: () => Promise<Owned | undefined>;
  readonly ownerDepartmentId: () => Promise<string | undefined>;
}

/** Whether the caller's permission reaches the contract: his own, of a customer within reach, or of a member of his departments. */
export async function isReached(
  caller: Caller,
  { ownerId }: Pick<Contract, 'ownerId'>,
  permission: Permission,
  circumstances: Circumstances,
): Promise<boolean> {
  const far = reach(caller, permission);
  if (far === undefined) return false;
  if (far === 'all' || ownerId === caller.memberId) return true;
  const [customer, departmentId] = await Promise.all([
    circumstances.customer(),
    far === 'department' ? circumstances.ownerDepartmentId() : undefined,
  ]);
  if (customer !== undefined && reaches(caller, permission, customer)) return true;
  return departmentId !== undefined && reaches(caller, permission, { departmentId });
}

/** Service managers write service and warranty contracts only (rules.md 1). */
export function writesKind({ role }: Caller, kind: ContractKind): boolean {
  return role !== 'service-manager' || kind === 'service' || kind === 'warranty';
}
