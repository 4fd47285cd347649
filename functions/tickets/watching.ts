import { departmentAndBelow } from '#domain/members/department.ts';
import { type Caller, may } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { World } from '#functions/http/world.ts';
import { readDepartments, readMember } from '#store/members.ts';
import { isVisible } from './read-visible.ts';

/** Everybody watches for himself what he sees; only service lets others watch. */
export function assertMayLetWatch(caller: Caller, memberId: string): void {
  if (memberId !== caller.memberId && !may(caller, 'tickets.work')) {
    throw new DomainError('forbidden', 'tickets.others-watching');
  }
}

/** Nobody is told of what he may not see. */
export async function checkWatcher({ table }: World, caller: Caller, ticket: Ticket, memberId: string): Promise<void> {
  if (memberId === caller.memberId) return;
  if (!(await isSeenBy(table, memberId, ticket))) throw new DomainError('missing', 'tickets.unknown-watcher');
}

/** Whether a member may see the ticket, as he would with a token of his own. */
export async function isSeenBy(table: World['table'], memberId: string, ticket: Ticket): Promise<boolean> {
  const member = await readMember(table, memberId);
  if (member?.active !== true) return false;
  const { role, departmentId, locale, zone } = member;
  const departments = departmentAndBelow(await readDepartments(table), departmentId);
  const caller: Caller = { memberId, role, departmentId, departments, locale, zone };
  return isVisible(table, caller, ticket);
}
