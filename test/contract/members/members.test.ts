import { describe, expect, test } from 'vitest';
import { Customer } from '#domain/customers/customer.ts';
import { putCustomer } from '#store/customers.ts';
import type { MemoryTable } from '#store/memory.ts';
import { memoryTable } from '#store/memory.ts';
import { putProcess } from '#store/tickets-special-processes.ts';
import { idOf } from '#test/world.ts';
import { aDepartment, aMember, ifMatch, membersApi } from './steps.ts';

const at = '2026-11-22T01:00:00.000Z';
const unknown = idOf('mem', 404);
const typesOf = ({ news }: MemoryTable) => news.map(({ type }) => type);

describe('POST /v1/members', () => {
  test("201 with the member, in the company's language and zone unless he has his own", async () => {
    const table = memoryTable();
    const api = membersApi(table);
    const departmentId = await aDepartment(api);
    const body = { name: ' 王芳 ', email: 'Wang.Fang@Example.com', role: 'sales-rep', departmentId };
    expect(await api.call('POST', '/v1/members', { body })).toMatchObject({
      status: 201,
      body: { name: '王芳', email: 'wang.fang@example.com', locale: 'zh-CN', zone: 'Asia/Shanghai', active: true },
    });
    expect(typesOf(table)).toEqual(['department.created', 'member.created']);
  });

  test('409 for an address that another member has, however it is written', async () => {
    const api = membersApi();
    const { departmentId, email } = await aMember(api);
    const body = { name: 'x', email: email.toUpperCase(), role: 'finance', departmentId };
    expect(await api.call('POST', '/v1/members', { body })).toMatchObject({
      status: 409,
      body: { code: 'members.email-taken', errors: [{ pointer: '/email' }] },
    });
  });

  test('422 at every unknown reference at once', async () => {
    const { call } = membersApi();
    const body = {
      name: 'x',
      email: 'x@example.com',
      role: 'finance',
      departmentId: idOf('dep', 9),
      managerId: unknown,
    };
    expect(await call('POST', '/v1/members', { body })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/departmentId' }, { pointer: '/managerId' }] },
    });
  });

  test('400 for a role that staff cannot have, a zone that does not exist and a field that we do not know', async () => {
    const { call } = membersApi();
    const body = { name: '', email: 'x', role: 'customer', departmentId: 'x', zone: 'Moon/Base', age: 3 };
    const answer = await call('POST', '/v1/members', { body });
    const pointers = answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted();
    expect(answer.status).toBe(400);
    expect(pointers).toEqual(['/age', '/departmentId', '/email', '/name', '/role', '/zone']);
  });
});

describe('GET /v1/members', () => {
  test('200 with one filter and the active ones among them, page by page', async () => {
    const api = membersApi();
    const departmentId = await aDepartment(api);
    const [a, b, c] = [await aMember(api, { departmentId }), await aMember(api, { departmentId }), await aMember(api)];
    await api.call('PATCH', `/v1/members/${b.id}`, { ...ifMatch(1), body: { active: false } });
    const ids = async (query: string) => {
      const { body } = await api.call('GET', `/v1/members?${query}`);
      return body.items.map(({ id }: { id: string }) => id);
    };
    expect(await ids('')).toEqual([a.id, c.id, b.id]);
    expect(await ids(`departmentId=${departmentId}`)).toEqual([a.id, b.id]);
    expect(await ids(`departmentId=${departmentId}&active=true`)).toEqual([a.id]);
    expect(await ids('role=sales-rep&active=false')).toEqual([b.id]);
    const first = await api.call('GET', '/v1/members?limit=2');
    const second = await api.call('GET', `/v1/members?limit=2&cursor=${first.body.next}`);
    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual([a.id, c.id, b.id]);
  });

  test('400 for both filters and for a cursor that is none of ours', async () => {
    const { call } = membersApi();
    const both = await call('GET', `/v1/members?role=finance&departmentId=${idOf('dep', 1)}`);
    expect(both).toMatchObject({ status: 400, body: { errors: [{ pointer: '?role' }] } });
    expect(await call('GET', '/v1/members?cursor=abc')).toMatchObject({ status: 400 });
  });
});

describe('GET /v1/members/{id}', () => {
  test('200 with everything for an admin and himself, with name, role and department for other staff', async () => {
    const api = membersApi();
    const member = await aMember(api, { title: '经理' });
    const { id, name, role, departmentId } = member;
    const card = { id, name, role, title: '经理', departmentId, active: true, version: 1 };
    expect((await api.call('GET', `/v1/members/${id}`)).body).toEqual(member);
    expect((await api.call('GET', `/v1/members/${id}`, { memberId: id, role: 'sales-rep' })).body).toEqual(member);
    expect((await api.call('GET', `/v1/members/${id}`, { memberId: unknown, role: 'finance' })).body).toEqual(card);
  });

  test('404 for one that does not exist, 403 for a customer', async () => {
    const { call } = membersApi();
    expect(await call('GET', `/v1/members/${unknown}`)).toMatchObject({ status: 404 });
    expect(await call('GET', '/v1/members/x')).toMatchObject({ status: 404 });
    expect(await call('GET', `/v1/members/${unknown}`, { role: 'customer' })).toMatchObject({ status: 403 });
  });

  test('200 for me with what my role may, even if the token belongs to no member', async () => {
    const api = membersApi();
    const { id } = await aMember(api, { role: 'finance' });
    const me = await api.call('GET', '/v1/members/me', { memberId: id, role: 'finance' });
    expect(me).toMatchObject({ status: 200, body: { id, name: '王芳', role: 'finance' } });
    expect(me.body.permissions).toEqual(['members.read', 'customers.read', 'contracts.read', 'costs.read']);
    expect(await api.call('GET', '/v1/members/me', { memberId: unknown, role: 'legal' })).toMatchObject({
      status: 200,
      body: { id: unknown, role: 'legal' },
    });
    expect(await api.call('GET', '/v1/members/me', { anonymous: true })).toMatchObject({ status: 401 });
  });
});

describe('PATCH /v1/members/{id}', () => {
  test('200 with the change, told as an event that names the fields; null takes a title away', async () => {
    const table = memoryTable();
    const api = membersApi(table);
    const { id } = await aMember(api, { title: '经理' });
    const body = { title: null, role: 'sales-manager', name: '王芳' };
    const answer = await api.call('PATCH', `/v1/members/${id}`, { ...ifMatch(1), body });
    expect(answer).toMatchObject({ status: 200, body: { role: 'sales-manager', version: 2 } });
    expect(answer.body.title).toBeUndefined();
    expect(table.news.at(-1)).toMatchObject({ type: 'member.changed', detail: { fields: ['role', 'title'] } });
  });

  test('409 for the address of another; the old address is free once it was given up', async () => {
    const api = membersApi();
    const [a, b] = [await aMember(api), await aMember(api)];
    const rename = (id: string, version: number, email: string) =>
      api.call('PATCH', `/v1/members/${id}`, { ...ifMatch(version), body: { email } });
    expect(await rename(b.id, 1, a.email)).toMatchObject({ status: 409, body: { code: 'members.email-taken' } });
    expect(await rename(a.id, 1, 'new@example.com')).toMatchObject({ status: 200 });
    expect(await rename(b.id, 1, a.email)).toMatchObject({ status: 200 });
  });

  test('422 when the line of managers would come back to the member', async () => {
    const api = membersApi();
    const top = await aMember(api);
    const below = await aMember(api, { managerId: top.id });
    for (const managerId of [top.id, below.id]) {
      expect(await api.call('PATCH', `/v1/members/${top.id}`, { ...ifMatch(1), body: { managerId } })).toMatchObject({
        status: 422,
        body: { code: 'members.manager-cycle', errors: [{ pointer: '/managerId' }] },
      });
    }
  });

  test('200 for leaving with a successor, who must be active and someone else', async () => {
    const table = memoryTable();
    const api = membersApi(table);
    const [leaver, successor] = [await aMember(api), await aMember(api)];
    const leave = (id: string, successorId: string) =>
      api.call('PATCH', `/v1/members/${id}`, { ...ifMatch(1), body: { active: false, successorId } });
    expect(await leave(leaver.id, leaver.id)).toMatchObject({ status: 422, body: { code: 'members.unknown-member' } });
    expect(await leave(leaver.id, successor.id)).toMatchObject({
      status: 200,
      body: { active: false, successorId: successor.id, version: 2 },
    });
    expect(table.news.at(-1)).toMatchObject({
      type: 'member.deactivated',
      detail: { memberId: leaver.id, successorId: successor.id },
    });
    expect(await leave(successor.id, leaver.id)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/successorId' }] },
    });
  });

  test('409 with the list of open work when nobody is named to take it over', async () => {
    const table = memoryTable();
    const api = membersApi(table);
    const { id, departmentId } = await aMember(api);
    const customerId = idOf('cus', 1);
    const stamps = { createdAt: at, createdBy: id, updatedAt: at, updatedBy: id, version: 1 };
    const customer = Customer.parse({
      ...{ id: customerId, number: 'C202611001', kind: 'company', name: 'Acme', level: 'normal' },
      ...{ ownerId: id, departmentId, collaboratorIds: [], tags: [], externalIds: [] },
      mainContact: { id: idOf('con', 1), name: 'Ann', email: 'ann@example.com', version: 1 },
      ...stamps,
    });
    await table.commit([putCustomer(customer, 'absent')]);
    const leave = (body: object) =>
      api.call('PATCH', `/v1/members/${id}`, { ...ifMatch(1), body: { active: false, ...body } });
    expect(await leave({})).toMatchObject({
      status: 409,
      body: { code: 'members.open-work', openWork: [{ kind: 'customer', id: customerId }], more: false },
    });
    const process = { ticketId: idOf('tkt', 1), number: 'FK202611001', state: 'open', cycle: 1 } as const;
    const plan = { trigger: 'major' as const, memberIds: [], measures: [], results: [], history: [], quietVersions: 0 };
    await table.commit([putProcess({ ...process, ...plan, jointOwnerId: id, ...stamps }, [])]);
    expect((await leave({})).body.openWork).toContainEqual({ kind: 'special-process', id: process.ticketId });
    const accountant = await aMember(api, { role: 'finance' });
    expect(await leave({ successorId: accountant.id })).toMatchObject({
      status: 422,
      body: { code: 'members.successor-unfit', errors: [{ pointer: '/successorId' }] },
    });
    const heir = await aMember(api);
    expect(await leave({ successorId: heir.id })).toMatchObject({ status: 200, body: { successorId: heir.id } });
  });

  test('200 for coming back, after which nothing goes to the successor', async () => {
    const api = membersApi();
    const [leaver, successor] = [await aMember(api), await aMember(api)];
    const body = { active: false, successorId: successor.id };
    await api.call('PATCH', `/v1/members/${leaver.id}`, { ...ifMatch(1), body });
    const back = await api.call('PATCH', `/v1/members/${leaver.id}`, { ...ifMatch(2), body: { active: true } });
    expect(back).toMatchObject({ status: 200, body: { active: true } });
    expect(back.body).not.toHaveProperty('successorId');
    expect(back.body).not.toHaveProperty('deactivatedAt');
  });

  test('422 for a successor of someone who stays', async () => {
    const api = membersApi();
    const [a, b] = [await aMember(api), await aMember(api)];
    const answer = await api.call('PATCH', `/v1/members/${a.id}`, { ...ifMatch(1), body: { successorId: b.id } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'members.successor-not-needed' } });
  });

  test('409 for the last active admin, who can neither leave nor be demoted', async () => {
    const api = membersApi();
    const [first, second] = [await aMember(api, { role: 'admin' }), await aMember(api, { role: 'admin' })];
    const patch = (id: string, version: number, body: object) =>
      api.call('PATCH', `/v1/members/${id}`, { ...ifMatch(version), body });
    expect(await patch(first.id, 1, { role: 'finance' })).toMatchObject({ status: 200 });
    expect(await patch(second.id, 1, { active: false })).toMatchObject({
      status: 409,
      body: { code: 'members.last-admin' },
    });
    expect(await patch(second.id, 1, { role: 'legal' })).toMatchObject({ status: 409 });
    expect(await patch(first.id, 2, { role: 'admin' })).toMatchObject({ status: 200 });
    expect(await patch(second.id, 1, { active: false })).toMatchObject({ status: 200 });
  });

  test('404 for an unknown one, 412 when someone else was first, 422 for an unknown department', async () => {
    const api = membersApi();
    const { id } = await aMember(api);
    const patch = (target: string, version: number, body: object) =>
      api.call('PATCH', `/v1/members/${target}`, { ...ifMatch(version), body });
    expect(await patch(unknown, 1, { name: 'x' })).toMatchObject({ status: 404 });
    expect(await patch(id, 2, { name: 'x' })).toMatchObject({ status: 412 });
    expect(await patch(id, 1, { departmentId: idOf('dep', 99) })).toMatchObject({
      status: 422,
      body: { code: 'members.unknown-department' },
    });
  });
});
