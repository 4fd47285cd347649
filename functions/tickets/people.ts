import { departmentAndAbove } from '#domain/members/department.ts';
import type { Member } from '#domain/members/member.ts';
import type { Named } from '#domain/tickets/climb.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { readContact, readCustomer } from '#store/customers.ts';
import {
  readAdmins,
  readDepartments,
  readManagersOf,
  readMember,
  readRecipient,
  readServiceManagers,
} from '#store/members.ts';
import type { Table } from '#store/table.ts';
import type { MailTo } from './commit.ts';

/** Whom a rung's roles name at this moment. Where somebody has left it is his successor. */
export async function readNamed(table: Table, ticket: Ticket, roles: readonly string[]): Promise<Named[]> {
  const found = await Promise.all(
    roles.map(async (rung) => (await readByRole(table, ticket, rung)).map(({ id }) => ({ rung, memberId: id }))),
  );
  return found.flat();
}

async function readByRole(table: Table, ticket: Ticket, rung: string): Promise<readonly Member[]> {
  switch (rung) {
    case 'assignee':
      return readAssignee(table, ticket);
    case 'manager':
      return ticket.assigneeId === undefined ? [] : readManagersOf(table, ticket.assigneeId);
    case 'service-manager':
      return readQueueManagers(table, ticket);
    case 'head':
      return readHead(table, ticket);
    default:
      return readPerson(table, rung);
  }
}

async function readPerson(table: Table, memberId: string | undefined): Promise<readonly Member[]> {
  const recipient = memberId === undefined ? undefined : await readRecipient(table, memberId);
  return recipient === undefined ? [] : [recipient];
}

/** Of the queue's department, else of the nearest above that has one. */
async function readHead(table: Table, { departmentId }: Ticket): Promise<readonly Member[]> {
  if (departmentId === undefined) return [];
  for (const { headId } of departmentAndAbove(await readDepartments(table), departmentId)) {
    const head = await readPerson(table, headId);
    if (head.length > 0) return head;
  }
  return [];
}

function readAssignee(table: Table, { assigneeId }: Ticket): Promise<readonly Member[]> {
  return readPerson(table, assigneeId);
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
 * Whom mail reaches: the ticket's contact, else whoever asked it, else the customer's main contact; undefined without an address or where
 * it is gone, and for one who was archived since, to whom mail writes no more.
 */
export async function readAddressee(
  table: Table,
  { id, customerId, contactId, requester }: Ticket,
): Promise<MailTo | undefined> {
  if (contactId === undefined && requester !== undefined) return { ticketId: id };
  if (customerId === undefined) return undefined;
  const contact =
    contactId === undefined
      ? (await readCustomer(table, customerId))?.mainContact
      : await readContact(table, customerId, contactId);
  const hasAddress = contact?.email !== undefined && contact.emailBouncedAt === undefined;
  return hasAddress && contact.archivedAt === undefined ? { customerId, contactId: contact.id } : undefined;
}
