import { type View, viewOf } from '#domain/customers/view.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { readMember } from './members.ts';
import type { Table } from './table.ts';
import { readOpenTicketsOf } from './tickets.ts';

const ticketsRead = 100;

/** The caller's view of a customer. Only an agent's depends on more than his role: one query for his open tickets. */
export async function readView(table: Table, caller: Caller, customerId: string): Promise<View> {
  if (caller.role !== 'service-agent') return viewOf(caller.role, false);
  const tickets = await readOpenTicketsOf(table, { customerId }, ticketsRead);
  const isHere = (departmentId: string | undefined): boolean => reaches(caller, 'tickets.read', { departmentId });
  const isNear = tickets.some((each) => isHere(each.departmentId) || each.assigneeId === caller.memberId);
  return viewOf(caller.role, isNear || (await hasAssigneeHere(table, tickets, isHere)));
}

/** A ticket's department is its queue's or its assignee's (rules.md 1), who may be of a department below the queue's. */
async function hasAssigneeHere(
  table: Table,
  tickets: Awaited<ReturnType<typeof readOpenTicketsOf>>,
  isHere: (departmentId: string | undefined) => boolean,
): Promise<boolean> {
  const ids = new Set(tickets.flatMap(({ assigneeId }) => assigneeId ?? []));
  const assignees = await Promise.all([...ids].map((id) => readMember(table, id)));
  return assignees.some((assignee) => isHere(assignee?.departmentId));
}
