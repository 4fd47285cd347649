import { expect, test } from 'vitest';
import { readMember } from '#store/members.ts';
import { memoryTable } from '#store/memory.ts';
import { firstAdmin } from '#tools/first-admin.ts';

const asked = { email: 'Li.Na@example.com', name: '李娜', department: 'Management' };

test('the first admin is entered with his department, and the news invites him', async () => {
  const table = memoryTable();
  const id = await firstAdmin(table, asked);
  expect(await readMember(table, id)).toMatchObject({ email: 'li.na@example.com', role: 'admin', active: true });
  expect(table.news.map(({ type }) => type)).toEqual(['department.created', 'member.created']);
});

test('where an admin is there is no first one any more', async () => {
  const table = memoryTable();
  await firstAdmin(table, asked);
  await expect(firstAdmin(table, { ...asked, email: 'other@example.com' })).rejects.toThrow('admin already');
});

test('of two who try at once one succeeds', async () => {
  const table = memoryTable();
  const tries = ['a@example.com', 'b@example.com'].map((email) => firstAdmin(table, { ...asked, email }));
  const done = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled');
  expect(done).toHaveLength(1);
});
