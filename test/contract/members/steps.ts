import { messages } from '#domain/members/messages.ts';
import { routes } from '#functions/members/routes.ts';
import type { Table } from '#store/table.ts';
import { type As, inProcess, TestClock, testParts } from '#test/world.ts';

/** Members in process, with an admin calling. */
export function membersApi(table?: Table, as: As = {}) {
  const clock = new TestClock();
  return inProcess('members', routes, messages, { clock, parts: testParts(clock, table), as });
}

export type MembersApi = ReturnType<typeof membersApi>;

export async function aDepartment({ call }: MembersApi, body: object = {}): Promise<string> {
  const { body: made } = await call('POST', '/v1/departments', { body: { name: '销售部', ...body } });
  return made.id;
}

let people = 0;

/** A member in a department of his own, unless one is named. */
export async function aMember(
  api: MembersApi,
  body: { readonly departmentId?: string; [field: string]: unknown } = {},
) {
  const departmentId = body.departmentId ?? (await aDepartment(api));
  people += 1;
  const email = `person-${people}@example.com`;
  const answer = await api.call('POST', '/v1/members', {
    body: { name: '王芳', email, role: 'sales-rep', ...body, departmentId },
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

export function ifMatch(version: number): { readonly headers: Readonly<Record<string, string>> } {
  return { headers: { 'if-match': `"${version}"` } };
}
