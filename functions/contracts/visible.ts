import type { Contract } from '#domain/contracts/contract.ts';
import type { ContractKind } from '#domain/contracts/kind.ts';
import { type Caller, reach, reaches } from '#domain/shared/caller.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import type { Permission } from '#domain/shared/rights.ts';
import { readContract } from '#store/contracts.ts';
import { readCustomer } from '#store/customers.ts';
import { readMember } from '#store/members.ts';
import { StaleWrite, type Table } from '#store/table.ts';

export type Customer = NonNullable<Awaited<ReturnType<typeof readCustomer>>>;

/** The contract, if the caller's permission reaches it: his own, of a customer within reach, or of a member of his departments. */
async function isReached(table: Table, contract: Contract, caller: Caller, permission: Permission): Promise<boolean> {
  const far = reach(caller, permission);
  if (far === undefined) return false;
  if (far === 'all' || contract.ownerId === caller.memberId) return true;
  const [customer, owner] = await Promise.all([
    readCustomer(table, contract.customerId),
    far === 'department' ? readMember(table, contract.ownerId) : undefined,
  ]);
  if (customer !== undefined && reaches(caller, permission, customer)) return true;
  return owner !== undefined && reaches(caller, permission, { departmentId: owner.departmentId });
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

/** Service managers write service and warranty contracts only (rules.md 1). */
export function assertKind(caller: Caller, kind: ContractKind): void {
  if (caller.role !== 'service-manager' || kind === 'service' || kind === 'warranty') return;
  throw new DomainError('forbidden', 'contracts.kind-out-of-reach');
}

export async function customerInBody(table: Table, id: string, caller: Caller): Promise<Customer> {
  const customer = await readCustomer(table, id);
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
