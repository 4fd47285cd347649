import { isReached as reachesContract, writesKind } from '#domain/contracts/access.ts';
import type { Contract } from '#domain/contracts/contract.ts';
import type { ContractKind } from '#domain/contracts/kind.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import type { Permission } from '#domain/shared/rights.ts';
import { readContract } from '#store/contracts.ts';
import { readCustomer } from '#store/customers.ts';
import { readMember } from '#store/members.ts';
import { maskedOf, StaleWrite, type Table } from '#store/table.ts';

export type Customer = NonNullable<Awaited<ReturnType<typeof readCustomer>>>;

/** Whether the caller's permission reaches the contract (domain/contracts/access.ts). */
function isReached(table: Table, contract: Contract, caller: Caller, permission: Permission): Promise<boolean> {
  return reachesContract(caller, contract, permission, {
    customer: () => readCustomer(maskedOf(table), contract.customerId),
    ownerDepartmentId: async () => (await readMember(table, contract.ownerId))?.departmentId,
  });
}

export async function contractInPath(
  table: Table,
  id: string,
  caller: Caller,
  permission: Permission = 'contracts.read',
): Promise<Contract> {
  const contract = await readContract(table, id);
  if (contract !== undefined && (await isReached(table, contract, caller, permission))) return contract;
  throw new DomainError('missing', 'contracts.not-found');
}

/** The contract that a command is for: within the reach of the command's permission, and of a kind that the role writes. */
export async function contractToWrite(
  table: Table,
  id: string,
  caller: Caller,
  permission: 'contracts.write' | 'contracts.renew' | 'contracts.end' = 'contracts.write',
): Promise<Contract> {
  const contract = await contractInPath(table, id, caller, permission);
  assertKind(caller, contract.kind);
  return contract;
}

export function assertRead(contract: Contract, version: number): void {
  if (contract.version !== version) throw new StaleWrite([]);
}

export function assertKind(caller: Caller, kind: ContractKind): void {
  if (!writesKind(caller, kind)) throw new DomainError('forbidden', 'contracts.kind-out-of-reach');
}

export async function customerInBody(table: Table, id: string, caller: Caller): Promise<Customer> {
  const customer = await readCustomer(maskedOf(table), id);
  if (customer !== undefined && reaches(caller, 'contracts.write', customer)) return customer;
  throw invalidField('/customerId', 'contracts.unknown-customer');
}

/** The owner that a caller may choose: himself, who looks after the customer, a member of his departments, or anybody. */
export async function assertOwner(
  table: Table,
  ownerId: string,
  caller: Caller,
  customer: Customer | undefined,
): Promise<void> {
  const member = await readMember(table, ownerId);
  if (member?.active !== true) throw invalidField('/ownerId', 'contracts.unknown-owner');
  const looksAfter = customer !== undefined && [customer.ownerId, ...customer.collaboratorIds].includes(ownerId);
  const inReach = reaches(caller, 'contracts.write', { ownerId, departmentId: member.departmentId });
  if (!looksAfter && !inReach) throw invalidField('/ownerId', 'contracts.owner-out-of-reach');
}

/** Who sells: his contracts are his own unless he says otherwise. */
export function sells({ role }: Caller): boolean {
  return role === 'sales-rep' || role === 'sales-manager';
}
