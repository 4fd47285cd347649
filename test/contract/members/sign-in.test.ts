import { expect, test } from 'vitest';
import { claimsFor } from '#functions/members/claims.ts';
import { handler } from '#functions/members/on-member-changed.ts';
import type { MembersWorld } from '#functions/members/users.ts';
import { idOf, testWorld } from '#test/world.ts';
import { aDepartment, aMember, ifMatch, type MembersApi, membersApi } from './steps.ts';

test('a token says who the member is, and names his department with all below it', async () => {
  const api = membersApi();
  const top = await aDepartment(api);
  const below = await aDepartment(api, { parentId: top });
  const lowest = await aDepartment(api, { parentId: below });
  await aDepartment(api);
  const { id } = await aMember(api, { departmentId: top, role: 'sales-manager', locale: 'en', zone: 'Europe/Berlin' });
  expect(await claimsFor(id, api.table)).toEqual({
    memberId: id,
    role: 'sales-manager',
    departmentId: top,
    departments: [top, below, lowest].join(' '),
    locale: 'en',
    zone: 'Europe/Berlin',
  });
});

test('whoever is unknown or has left gets no token', async () => {
  const api = membersApi();
  const { id } = await aMember(api);
  await api.call('PATCH', `/v1/members/${id}`, { ...ifMatch(1), body: { active: false } });
  for (const memberId of [id, idOf('mem', 404), undefined]) {
    await expect(claimsFor(memberId, api.table)).rejects.toThrow('no active member');
  }
});

/** A user pool as a value: what it was told, and who may sign in. */
function pool() {
  const calls: string[] = [];
  const users: MembersWorld['users'] = {
    invite: async ({ email }) => {
      calls.push(`invite ${email}`);
      return 'sub-1';
    },
    change: async (name, { email }) => void calls.push(`change ${name} ${email}`),
    enable: async (name) => void calls.push(`enable ${name}`),
    disable: async (name) => void calls.push(`disable ${name}`),
  };
  const hear = ({ parts }: MembersApi, memberId: string, fields?: string[]): Promise<void> => {
    const detail = { memberId, ...(fields === undefined ? {} : { fields }) };
    const event = {
      id: idOf('evt', 1),
      type: 'member.changed',
      version: 1,
      subject: memberId,
      at: '',
      actorId: '',
      cause: '',
    };
    return handler.consumer.consume({ ...event, detail } as never, { ...testWorld(parts), users });
  };
  return { calls, hear, users };
}

test('a new member is invited once, however often it is said', async () => {
  const api = membersApi();
  const { calls, hear } = pool();
  const { id, email } = await aMember(api);
  await hear(api, id);
  await hear(api, id);
  expect(calls.filter((call) => call.startsWith('invite'))).toEqual([`invite ${email}`]);
});

test('a new address is told to the pool; a new title is not its business', async () => {
  const api = membersApi();
  const { calls, hear } = pool();
  const { id } = await aMember(api);
  await hear(api, id);
  await api.call('PATCH', `/v1/members/${id}`, { ...ifMatch(1), body: { title: 'x' } });
  await hear(api, id, ['title']);
  expect(calls).toHaveLength(1);
  await api.call('PATCH', `/v1/members/${id}`, { ...ifMatch(2), body: { email: 'new@example.com' } });
  await hear(api, id, ['email']);
  expect(calls[1]).toBe('change sub-1 new@example.com');
});

test('whoever leaves is signed out, even if the news of his coming arrives last; coming back lets him in', async () => {
  const api = membersApi();
  const { calls, hear } = pool();
  const { id } = await aMember(api);
  await hear(api, id);
  await api.call('PATCH', `/v1/members/${id}`, { ...ifMatch(1), body: { active: false } });
  await hear(api, id);
  await hear(api, id, ['active']);
  expect(calls.slice(1)).toEqual(['disable sub-1', 'disable sub-1']);
  await api.call('PATCH', `/v1/members/${id}`, { ...ifMatch(2), body: { active: true } });
  await hear(api, id, ['active']);
  expect(calls.at(-1)).toBe('enable sub-1');
});

test('while the pool is down the message is retried and nothing is noted as done', async () => {
  const api = membersApi();
  const { calls, hear, users } = pool();
  const { id } = await aMember(api);
  const { invite } = users;
  Object.assign(users, { invite: () => Promise.reject(new Error('down')) });
  await expect(hear(api, id)).rejects.toThrow('down');
  Object.assign(users, { invite });
  await hear(api, id);
  expect(calls).toHaveLength(1);
});
