import { departmentAndBelow } from '#domain/members/department.ts';
import type { Member } from '#domain/members/member.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { assign } from '#domain/tickets/flow.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { ticketAssigned } from '#events/tickets.ts';
import type { Input, Operation } from '#functions/http/contract.ts';
import { readDepartments, readMember, readMembersIn } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import { worksOnTickets } from './candidates.ts';
import { commitTicket } from './commit.ts';
import { readVisible } from './read-visible.ts';
import type { assignTicketContract } from './ticket-contracts.ts';

export const assignTicket: Operation<typeof assignTicketContract> = async ({ params, body }, caller, world) => {
  if (body.assigneeId === undefined && body.departmentId === undefined) {
    throw new DomainError('invalid', 'tickets.nothing-to-assign');
  }
  const ticket = await readVisible(world, caller, params.id);
  const to = await readDestination(world.table, ticket, body);
  const after = assign(ticket, { ...to, ...deadlineOf(body) }, { by: caller.memberId, now: world.now });
  const { customerId, id } = after;
  const assigned = world.event(ticketAssigned, id, {
    ticketId: id,
    ...to,
    ...(customerId === undefined ? {} : { customerId }),
  });
  return commitTicket(world, ticket, after, [assigned]);
};

/** Somebody works on tickets there, or below: with nobody a ticket would sit (TKT-14). */
export async function checkServed(table: Table, departmentId: string, pointer = '/departmentId'): Promise<void> {
  const departments = departmentAndBelow(await readDepartments(table), departmentId);
  if (!(await readMembersIn(table, departments)).some(worksOnTickets)) {
    throw invalidField(pointer, 'tickets.department-without-service');
  }
}

type Body = Input<typeof assignTicketContract>['body'];

function deadlineOf({ dueAt, reason }: Body): Pick<Ticket, 'handlingDue'> {
  if (dueAt === undefined) return {};
  if (reason === undefined) throw invalidField('/reason', 'tickets.deadline-reason-missing');
  return { handlingDue: { at: dueAt, reason } };
}

/** Where it goes: an assignee belongs to its queue or a department below. Another queue alone takes it from him. */
async function readDestination(
  table: Table,
  ticket: Ticket,
  body: Body,
): Promise<{ readonly assigneeId?: string; readonly departmentId?: string }> {
  const departments = await readDepartments(table);
  if (body.departmentId !== undefined && !departments.some(({ id }) => id === body.departmentId)) {
    throw invalidField('/departmentId', 'tickets.unknown-department');
  }
  const queue = body.departmentId ?? ticket.departmentId;
  const isWithin = (member: Member): boolean =>
    queue === undefined || departmentAndBelow(departments, queue).includes(member.departmentId);
  if (body.assigneeId !== undefined) {
    const assignee = await readMember(table, body.assigneeId);
    if (assignee === undefined || !worksOnTickets(assignee)) {
      throw invalidField('/assigneeId', 'tickets.unknown-assignee');
    }
    if (!isWithin(assignee)) throw invalidField('/assigneeId', 'tickets.assignee-outside-department');
    return { assigneeId: assignee.id, departmentId: queue ?? assignee.departmentId };
  }
  if (body.departmentId !== undefined) await checkServed(table, body.departmentId);
  const current = ticket.assigneeId === undefined ? undefined : await readMember(table, ticket.assigneeId);
  const isKept = current !== undefined && isWithin(current);
  return { ...(queue === undefined ? {} : { departmentId: queue }), ...(isKept ? { assigneeId: current.id } : {}) };
}
