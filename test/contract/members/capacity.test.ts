import { beforeAll, describe, expect, test } from 'vitest';
import { claimsFor } from '#functions/members/claims.ts';
import { handler as onMailRequested } from '#functions/members/on-mail-requested.ts';
import { readDepartments, readMember } from '#store/members.ts';
import { type EngineTable, engineTable } from '#test/engine.ts';
import { idOf, testWorld } from '#test/world.ts';
import { aDepartment, aMember, ifMatch, type MembersApi, membersApi } from './steps.ts';

let engine: EngineTable;
let api: MembersApi;
beforeAll(async () => {
  engine = await engineTable();
  api = membersApi(engine.table);
});

const used: EngineTable['used'] = (work) => engine.used(work);

describe('what the engine charges', () => {
  test('a member 0.5 RRU, me 0.5 RRU, a token 1 RRU', async () => {
    const { id } = await aMember(api);
    expect(await used(() => readMember(engine.table, id))).toEqual({ read: 0.5, write: 0 });
    expect(await used(() => api.call('GET', '/v1/members/me', { memberId: id }))).toEqual({ read: 0.5, write: 0 });
    expect(await used(() => claimsFor(id, engine.table))).toEqual({ read: 1, write: 0 });
  });

  test('the company, a list and a page of an inbox each at most 1 RRU', async () => {
    for (const path of ['/v1/company', '/v1/lists/industries', '/v1/notifications']) {
      const { read, write } = await used(() => api.call('GET', path));
      expect(read).toBeLessThanOrEqual(1);
      expect(write).toBe(0);
    }
  });

  test('a notification 3 WRU, and nothing more is kept of a second delivery', async () => {
    const { id: memberId } = await aMember(api);
    const detail = { kind: 'contract.ending', ref: `${idOf('ctr', 1)}#P30D/1`, to: { memberId }, facts: {} } as const;
    const at = '2026-11-22T01:00:00.000Z';
    const event = { id: idOf('evt', 1), type: 'mail.requested', version: 1, subject: idOf('ctr', 1), at, detail };
    const deliver = () =>
      onMailRequested.consumer.consume({ ...event, actorId: 'system', cause: event.subject }, testWorld(api.parts));
    expect((await used(deliver)).write).toBe(3);
    await deliver();
    const { items } = (await api.call('GET', '/v1/notifications', { memberId })).body;
    expect(items).toHaveLength(1);
  });

  test('thirty departments 2.5 RRU, fifty members 4 RRU', async () => {
    const departmentId = await aDepartment(api);
    const { length } = await readDepartments(engine.table);
    await Promise.all(Array.from({ length: 30 - length }, () => aDepartment(api)));
    expect((await used(() => readDepartments(engine.table))).read).toBeLessThanOrEqual(2.5);
    await Promise.all(Array.from({ length: 50 }, () => aMember(api, { departmentId })));
    expect((await used(() => api.call('GET', `/v1/members?departmentId=${departmentId}`))).read).toBeLessThanOrEqual(4);
  });

  test('entering a member 11 WRU: himself, three indexes, his address, his seat, and the department held', async () => {
    const departmentId = await aDepartment(api);
    const { write } = await used(() => aMember(api, { departmentId }));
    expect(write).toBe(11);
  });
});

test('the engine holds seats, addresses and admins together as the table in memory does', async () => {
  const departmentId = await aDepartment(api);
  const member = await aMember(api, { departmentId, role: 'admin' });
  expect(await api.call('DELETE', `/v1/departments/${departmentId}`, ifMatch(1))).toMatchObject({ status: 409 });
  const leave = await api.call('PATCH', `/v1/members/${member.id}`, { ...ifMatch(1), body: { role: 'finance' } });
  expect(leave).toMatchObject({ status: 409, body: { code: 'members.last-admin' } });
  const other = await aDepartment(api);
  const moved = { departmentId: other, email: 'moved@example.com', managerId: null };
  expect(await api.call('PATCH', `/v1/members/${member.id}`, { ...ifMatch(1), body: moved })).toMatchObject({
    status: 200,
  });
  expect(await api.call('DELETE', `/v1/departments/${departmentId}`, ifMatch(1))).toMatchObject({ status: 204 });
  const twin = { name: 'x', email: 'MOVED@example.com', role: 'finance', departmentId: other };
  expect(await api.call('POST', '/v1/members', { body: twin })).toMatchObject({ status: 409 });
});

test('of two who enter the same address at once one is told that it is taken', async () => {
  const departmentId = await aDepartment(api);
  const body = { name: 'x', email: 'race@example.com', role: 'finance', departmentId };
  const answers = await Promise.all([1, 2, 3].map(() => api.call('POST', '/v1/members', { body })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
});

test('of placing someone and deleting the department at once one succeeds', async () => {
  const departmentId = await aDepartment(api);
  const body = { name: 'x', email: 'place@example.com', role: 'finance', departmentId };
  const [placed, deleted] = await Promise.all([
    api.call('POST', '/v1/members', { body }),
    api.call('DELETE', `/v1/departments/${departmentId}`, ifMatch(1)),
  ]);
  expect([placed.status === 201, deleted.status === 204].filter(Boolean)).toHaveLength(1);
});
