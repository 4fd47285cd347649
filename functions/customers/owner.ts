import { type Caller, reaches } from '#domain/shared/caller.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { reachOf } from '#domain/shared/rights.ts';
import { readCompany, readMember, readRecipient } from '#store/members.ts';
import type { Table } from '#store/table.ts';

export interface Owner {
  readonly id: string;
  readonly departmentId: string;
}

const sellers: readonly string[] = ['sales-rep', 'sales-manager'];

/** Who is to own a new customer (rules.md 1): the caller if he sells, else the company's default owner. */
export async function readNewOwner(table: Table, caller: Caller, asked: string | undefined): Promise<Owner> {
  if (asked !== undefined) {
    const owner = await readOwner(table, asked);
    // Entering a customer for another is giving him away.
    if (asked !== caller.memberId && !reaches(caller, 'customers.hand-over', owner)) {
      throw new DomainError('forbidden', 'shared.forbidden', { permission: 'customers.hand-over' });
    }
    return owner;
  }
  if (sellers.includes(caller.role)) {
    const self = await readMember(table, caller.memberId);
    if (self?.active === true) return self;
  }
  const { defaultOwnerId } = await readCompany(table);
  const owner = defaultOwnerId === undefined ? undefined : await readRecipient(table, defaultOwnerId);
  if (owner === undefined) throw invalidField('/ownerId', 'customers.no-default-owner');
  return owner;
}

/** A member who can look after customers: active, and with the right to edit his own. */
export async function readOwner(table: Table, id: string): Promise<Owner> {
  const member = await readMember(table, id);
  if (member?.active !== true || reachOf(member.role, 'customers.edit') === undefined) {
    throw invalidField('/ownerId', 'customers.unknown-owner');
  }
  return member;
}
