import type { FollowUp } from '#domain/activities/follow-up.ts';
import { type Caller, reach, reaches } from '#domain/shared/caller.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import type { Permission } from '#domain/shared/rights.ts';
import { Moved } from '#functions/http/problem.ts';
import { readFollowUp } from '#store/activities.ts';
import { readContact, readCustomer } from '#store/customers.ts';
import { readMember } from '#store/members.ts';
import { maskedOf, type Table } from '#store/table.ts';

type Customer = NonNullable<Awaited<ReturnType<typeof readCustomer>>>;

/** The customer of the path, if the caller's permission reaches him; an invisible one is as unknown as none. */
export async function customerInPath(
  table: Table,
  id: string,
  caller: Caller,
  permission: Permission,
): Promise<Customer> {
  const customer = await readCustomer(maskedOf(table), id);
  if (customer === undefined || !reaches(caller, permission, customer)) {
    throw new DomainError('missing', 'activities.unknown-customer');
  }
  // The old id of one who was merged.
  if (customer.id !== id) throw new Moved(id, customer.id);
  return customer;
}

/** Whether the caller may see the follow-up: his own, of a customer within reach, or of a member of his departments. */
async function isVisible(table: Table, followUp: FollowUp, caller: Caller): Promise<boolean> {
  const far = reach(caller, 'follow-ups.write');
  if (far === undefined) return false;
  if (far === 'all' || followUp.ownerId === caller.memberId) return true;
  const [customer, owner] = await Promise.all([
    readCustomer(maskedOf(table), followUp.customerId),
    // A manager is told of what his people leave undone, so he sees it, whoever's the customer is.
    far === 'department' ? readMember(table, followUp.ownerId) : undefined,
  ]);
  return [customer, owner].some((each) => each !== undefined && reaches(caller, 'follow-ups.write', placed(each)));
}

function placed(record: {
  readonly ownerId?: string;
  readonly collaboratorIds?: readonly string[];
  readonly departmentId: string;
}) {
  const { ownerId, collaboratorIds, departmentId } = record;
  return { ownerId, collaboratorIds, departmentId };
}

export async function followUpInPath(table: Table, id: string, caller: Caller): Promise<FollowUp> {
  const followUp = await readFollowUp(table, id);
  if (followUp !== undefined && (await isVisible(table, followUp, caller))) return followUp;
  throw new DomainError('missing', 'activities.not-found');
}

/** The owner that a caller may choose: himself, who looks after the customer, a member of his departments, or anybody. */
export async function assertOwner(
  table: Table,
  ownerId: string,
  caller: Caller,
  customer: Customer | undefined,
): Promise<void> {
  const member = await readMember(table, ownerId);
  if (member?.active !== true) throw invalidField('/ownerId', 'activities.unknown-owner');
  const far = reach(caller, 'follow-ups.write');
  const looksAfter = customer !== undefined && [customer.ownerId, ...customer.collaboratorIds].includes(ownerId);
  const isMine = ownerId === caller.memberId;
  const inReach = reaches(caller, 'follow-ups.write', { departmentId: member.departmentId });
  // Whose reach is his own and who sells nothing (service) keeps follow-ups for himself alone (rules.md 1).
  const mayGive =
    far === 'own' && customer !== undefined ? reaches(caller, 'follow-ups.write', customer) : far !== 'own';
  if (isMine || inReach || (looksAfter && mayGive)) return;
  throw invalidField('/ownerId', 'activities.owner-out-of-reach');
}

export async function assertContact(
  table: Table,
  customerId: string,
  contactId: string | null | undefined,
  pointer: string,
): Promise<void> {
  if (contactId === undefined || contactId === null) return;
  if ((await readContact(maskedOf(table), customerId, contactId)) !== undefined) return;
  throw invalidField(`${pointer}/contactId`, 'activities.unknown-contact');
}
