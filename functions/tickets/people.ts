import type { Member } from '#domain/members/member.ts';
import type { Named } from '#domain/tickets/climb.ts';
import type { Rung } from '#domain/tickets/policy.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { readContact, readCustomer } from '#store/customers.ts';
import { readAdmins, readManagersOf, readMember, readRecipient, readServiceManagers } from '#store/members.ts';
import type { Table } from '#store/table.ts';

/** Whom a rung's roles name at this moment. Where somebody has left it is his successor. */
export async function readNamed(table: Table, ticket: Ticket, roles: readonly Rung[]): Promise<Named[]> {
  const found = await Promise.all(
    roles.map(async (rung) => (await readByRole(table, ticket, rung)).map(({ id }) => ({ rung, memberId: id }))),
  );
  return found.flat();
}

async function readByRole(table: Table, ticket: Ticket, rung: Rung): Promise<readonly Member[]> {
  switch (rung) {
    case 'assignee':
      return readAssignee(table, ticket);
    case 'manager':
      return ticket.assigneeId === undefined ? [] : readManagersOf(table, ticket.assigneeId);
    case 'service-manager':
      return readQueueManagers(table, ticket);
  }
}

async function readAssignee(table: Table, { assigneeId }: Ticket): Promise<readonly Member[]> {
  const recipient = assigneeId === undefined ? undefined : await readRecipient(table, assigneeId);
  return recipient === undefined ? [] : [recipient];
}

/** Of the queue, else of the assignee's department; where nobody manages service, admins: a promise is never orphaned. */
async function readQueueManagers(table: Table, { departmentId, assigneeId }: Ticket): Promise<readonly Member[]> {
  const of =
    departmentId ?? (assigneeId === undefined ? undefined : (await readMember(table, assigneeId))?.departmentId);
  const managers = of === undefined ? [] : await readServiceManagers(table, of);
  return managers.length > 0 ? managers : readAdmins(table);
}

/** Who is to act now: the assignee, else the queue's service managers (rules.md 2). */
export async function readResponsible(table: Table, ticket: Ticket): Promise<readonly Member[]> {
  const assignee = await readAssignee(table, ticket);
  return assignee.length > 0 ? assignee : readQueueManagers(table, ticket);
}

/**
 * The contact whom mail reaches: the ticket's own, else the customer's main contact; undefined without an address, and
 * for one who was archived since, to whom mail writes no more.
 */
export async function readAddressee(
  table: Table,
  { customerId, contactId }: Ticket,
): Promise<{ readonly customerId: string; readonly contactId: string } | undefined> {
  if (customerId === undefined) return undefined;
  const contact =
    contactId === undefined
      ? (await readCustomer(table, customerId))?.mainContact
      : await readContact(table, customerId, contactId);
  const isReachable = contact?.email !== undefined && contact.archivedAt === undefined;
  return isReachable ? { customerId, contactId: contact.id } : undefined;
}
