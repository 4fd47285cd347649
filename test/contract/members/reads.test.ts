import { describe, expect, test } from 'vitest';
import { readCompany, readList, readManagersOf, readRecipient, readServiceManagers } from '#store/members.ts';
import { aDepartment, aMember, ifMatch, type MembersApi, membersApi } from './steps.ts';

const idsOf = (members: readonly { readonly id: string }[]) => members.map(({ id }) => id);
const leave = ({ call }: MembersApi, id: string, successorId?: string, version = 1) =>
  call('PATCH', `/v1/members/${id}`, { ...ifMatch(version), body: { active: false, successorId } });

describe("a member's manager (rules.md 1)", () => {
  test('is his own, else the head of his department, else the head above, else all admins', async () => {
    const api = membersApi();
    const admins = [await aMember(api, { role: 'admin' }), await aMember(api, { role: 'admin' })];
    const [head, chief] = [await aMember(api), await aMember(api)];
    const top = await aDepartment(api, { headId: chief.id });
    const middle = await aDepartment(api, { parentId: top, headId: head.id });
    const low = await aDepartment(api, { parentId: middle });
    const [own, inLow] = [
      await aMember(api, { managerId: chief.id, departmentId: low }),
      await aMember(api, { departmentId: low }),
    ];
    expect(idsOf(await readManagersOf(api.table, own.id))).toEqual([chief.id]);
    expect(idsOf(await readManagersOf(api.table, inLow.id))).toEqual([head.id]);
    await api.call('PATCH', `/v1/members/${head.id}`, { ...ifMatch(1), body: { departmentId: middle } });
    expect(idsOf(await readManagersOf(api.table, head.id))).toEqual([chief.id]);
    expect(idsOf(await readManagersOf(api.table, chief.id))).toEqual(idsOf(admins));
  });

  test('who has left is replaced by his successor, and nobody is his own', async () => {
    const api = membersApi();
    const admin = await aMember(api, { role: 'admin' });
    const [manager, heir] = [await aMember(api), await aMember(api)];
    const managed = await aMember(api, { managerId: manager.id });
    const inheriting = await api.call('PATCH', `/v1/members/${heir.id}`, {
      ...ifMatch(1),
      body: { managerId: manager.id },
    });
    expect(inheriting.status).toBe(200);
    await leave(api, manager.id, heir.id);
    expect(idsOf(await readManagersOf(api.table, managed.id))).toEqual([heir.id]);
    expect(idsOf(await readManagersOf(api.table, heir.id))).toEqual([admin.id]);
  });
});

describe('a recipient', () => {
  test('is the successor of the successor when both have left, and nobody without one', async () => {
    const api = membersApi();
    const [first, second, third, alone] = [
      await aMember(api),
      await aMember(api),
      await aMember(api),
      await aMember(api),
    ];
    await leave(api, first.id, second.id);
    await leave(api, second.id, third.id);
    await leave(api, alone.id);
    expect((await readRecipient(api.table, first.id))?.id).toBe(third.id);
    expect(await readRecipient(api.table, alone.id)).toBeUndefined();
  });
});

describe('service managers of a department', () => {
  test('are its own, else those of the nearest department above, without those who left', async () => {
    const api = membersApi();
    const top = await aDepartment(api);
    const below = await aDepartment(api, { parentId: top });
    const role = 'service-manager';
    const chief = await aMember(api, { departmentId: top, role });
    expect(idsOf(await readServiceManagers(api.table, below))).toEqual([chief.id]);
    const own = await aMember(api, { departmentId: below, role });
    expect(idsOf(await readServiceManagers(api.table, below))).toEqual([own.id]);
    await leave(api, own.id);
    expect(idsOf(await readServiceManagers(api.table, below))).toEqual([chief.id]);
    expect(await readServiceManagers(api.table, await aDepartment(api))).toEqual([]);
  });
});

test('company and lists have their defaults in an empty table', async () => {
  const { table } = membersApi();
  expect(await readCompany(table)).toMatchObject({ zone: 'Asia/Shanghai', currency: 'CNY' });
  expect((await readList(table, 'industries')).map(({ code }) => code)).toContain('telecommunications');
});
