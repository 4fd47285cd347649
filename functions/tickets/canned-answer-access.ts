import { departmentAndAbove } from '#domain/members/department.ts';
import { type Caller, reach } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { type CannedAnswer, isOffered, mayWrite } from '#domain/tickets/canned-answer.ts';
import { readDepartments } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import { readCannedAnswer } from '#store/tickets-canned-answers.ts';

/** The canned answer if it is offered to the caller. Departments are read only where they decide. */
export async function findOffered(table: Table, caller: Caller, id: string): Promise<CannedAnswer | undefined> {
  const answer = await readCannedAnswer(table, id);
  if (answer === undefined || isOffered(answer, caller, [])) return answer;
  return isOffered(answer, caller, await readAbove(table, caller.departmentId)) ? answer : undefined;
}

/** The same, or 404: what is not offered to the caller is not there for him. */
export async function readOffered(table: Table, caller: Caller, id: string): Promise<CannedAnswer> {
  const answer = await findOffered(table, caller, id);
  if (answer === undefined) throw new DomainError('missing', 'tickets.canned-answer-not-found');
  return answer;
}

/** The same, for someone who wants to change it. */
export async function readWritable(table: Table, caller: Caller, id: string): Promise<CannedAnswer> {
  const answer = await readOffered(table, caller, id);
  assertWritable(caller, answer.departmentId);
  return answer;
}

export function assertWritable(caller: Caller, departmentId: string | undefined): void {
  if (!mayWrite(caller, departmentId)) throw new DomainError('forbidden', 'tickets.not-your-canned-answer');
}

/** Where the caller finds canned answers: his departments, those above, and the company (undefined). */
export async function readPlaces(table: Table, caller: Caller): Promise<'all' | (string | undefined)[]> {
  const { departments, departmentId } = caller;
  if (reach(caller, 'tickets.work') === 'all' || departments === 'all') return 'all';
  return [...new Set([...departments, ...(await readAbove(table, departmentId))]), undefined];
}

/** The department and all above it. */
export async function readAbove(table: Table, departmentId: string | undefined): Promise<string[]> {
  if (departmentId === undefined) return [];
  return departmentAndAbove(await readDepartments(table), departmentId).map(({ id }) => id);
}
