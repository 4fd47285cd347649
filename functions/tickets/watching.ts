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
  const member = await readMember(table, memberId);
  if (member?.active !== true) throw new DomainError('missing', 'tickets.unknown-watcher');
  const { role, departmentId, locale, zone } = member;
  const departments = departmentAndBelow(await readDepartments(table), departmentId);
  const watcher: Caller = { memberId, role, departmentId, departments, locale, zone };
  if (!(await isVisible(table, watcher, ticket))) throw new DomainError('missing', 'tickets.unknown-watcher');
}
