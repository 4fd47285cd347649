import { describe, expect, test } from 'vitest';
import { deliveredSla } from '#domain/tickets/sla.ts';
import { Ticket } from '#domain/tickets/ticket.ts';
import { putTicket } from '#store/tickets.ts';
import { idOf } from '#test/world.ts';
import { aDepartment, aMember, ifMatch, membersApi } from './steps.ts';

const unknown = idOf('dep', 404);

describe('POST /v1/departments', () => {
  test('201 with the department, below the one that it names', async () => {
    const api = membersApi();
    const parentId = await aDepartment(api);
    const answer = await api.call('POST', '/v1/departments', { body: { name: '华东', parentId } });
    expect(answer).toMatchObject({
      status: 201,
      body: { name: '华东', parentId, version: 1 },
      headers: { etag: '"1"' },
    });
  });

  test('422 at the parent and at the head when they are unknown', async () => {
    const { call } = membersApi();
    expect(await call('POST', '/v1/departments', { body: { name: 'x', parentId: unknown } })).toMatchObject({
      status: 422,
      body: { code: 'members.unknown-department', errors: [{ pointer: '/parentId' }] },
    });
    expect(await call('POST', '/v1/departments', { body: { name: 'x', headId: idOf('mem', 404) } })).toMatchObject({
      status: 422,
      body: { code: 'members.unknown-member', errors: [{ pointer: '/headId' }] },
    });
  });

  test('403 for whoever is no admin', async () => {
    const { call } = membersApi();
    expect(await call('POST', '/v1/departments', { role: 'sales-manager', body: { name: 'x' } })).toMatchObject({
      status: 403,
    });
  });
});

describe('GET /v1/departments', () => {
  test('200 with every department once, page by page', async () => {
    const api = membersApi();
    const ids = [await aDepartment(api), await aDepartment(api), await aDepartment(api)];
    const first = await api.call('GET', '/v1/departments?limit=2', { role: 'sales-rep' });
    const second = await api.call('GET', `/v1/departments?limit=2&cursor=${first.body.next}`);
    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(ids);
    expect(second.body.next).toBeNull();
  });

  test('200 for one, 404 for one that does not exist', async () => {
    const api = membersApi();
    const id = await aDepartment(api);
    expect(await api.call('GET', `/v1/departments/${id}`)).toMatchObject({ status: 200, body: { id } });
    expect(await api.call('GET', `/v1/departments/${unknown}`)).toMatchObject({
      status: 404,
      body: { code: 'members.not-found' },
    });
  });
});

describe('PATCH /v1/departments/{id}', () => {
  test('200 with the change; null takes the parent away', async () => {
    const api = membersApi();
    const parentId = await aDepartment(api);
    const id = await aDepartment(api, { parentId });
    const renamed = await api.call('PATCH', `/v1/departments/${id}`, { ...ifMatch(1), body: { name: '华南' } });
    expect(renamed).toMatchObject({ status: 200, body: { name: '华南', parentId, version: 2 } });
    const moved = await api.call('PATCH', `/v1/departments/${id}`, { ...ifMatch(2), body: { parentId: null } });
    expect(moved.body.parentId).toBeUndefined();
    expect(await api.call('DELETE', `/v1/departments/${parentId}`, ifMatch(1))).toMatchObject({ status: 204 });
  });

  test('200 without a new version when nothing changes', async () => {
    const api = membersApi();
    const id = await aDepartment(api);
    const answer = await api.call('PATCH', `/v1/departments/${id}`, { ...ifMatch(1), body: { name: '销售部' } });
    expect(answer).toMatchObject({ status: 200, body: { version: 1 } });
  });

  test('422 when a department would come below itself', async () => {
    const api = membersApi();
    const top = await aDepartment(api);
    const below = await aDepartment(api, { parentId: top });
    for (const parentId of [top, below]) {
      expect(await api.call('PATCH', `/v1/departments/${top}`, { ...ifMatch(1), body: { parentId } })).toMatchObject({
        status: 422,
        body: { code: 'members.department-cycle' },
      });
    }
  });

  test('404 for an unknown one, 412 when someone else was first, 428 without If-Match', async () => {
    const api = membersApi();
    const id = await aDepartment(api);
    const body = { name: 'x' };
    expect(await api.call('PATCH', `/v1/departments/${unknown}`, { ...ifMatch(1), body })).toMatchObject({
      status: 404,
    });
    expect(await api.call('PATCH', `/v1/departments/${id}`, { ...ifMatch(7), body })).toMatchObject({ status: 412 });
    expect(await api.call('PATCH', `/v1/departments/${id}`, { body })).toMatchObject({ status: 428 });
  });
});

describe('DELETE /v1/departments/{id}', () => {
  test('204 for an empty one, which is gone then', async () => {
    const api = membersApi();
    const id = await aDepartment(api);
    expect(await api.call('DELETE', `/v1/departments/${id}`, ifMatch(1))).toMatchObject({ status: 204, body: null });
    expect(await api.call('GET', `/v1/departments/${id}`)).toMatchObject({ status: 404 });
  });

  test('409 while a ticket that is not closed waits in its queue', async () => {
    const api = membersApi();
    const id = await aDepartment(api);
    const at = '2026-11-22T01:00:00.000Z';
    const ticket = Ticket.parse({
      ...{ id: idOf('tkt', 1), number: 'FK202611001', departmentId: id, kind: 'fault', severity: 'minor', version: 1 },
      ...{ channel: 'phone', subject: '无法开机', description: 'x', state: 'resolved', priority: 'normal' },
      history: [{ type: 'opened', at, by: 'system' }],
    });
    await api.table.commit([putTicket(ticket, deliveredSla, 'absent')]);
    expect(await api.call('DELETE', `/v1/departments/${id}`, ifMatch(1))).toMatchObject({
      status: 409,
      body: { code: 'members.department-has-tickets' },
    });
    await api.table.commit([putTicket({ ...ticket, state: 'closed', version: 2 }, deliveredSla, { version: 1 })]);
    expect(await api.call('DELETE', `/v1/departments/${id}`, ifMatch(1))).toMatchObject({ status: 204 });
  });

  test('409 while someone is in it or a department below it, 204 when they have moved', async () => {
    const api = membersApi();
    const id = await aDepartment(api);
    const other = await aDepartment(api);
    const below = await aDepartment(api, { parentId: id });
    const member = await aMember(api, { departmentId: id });
    expect(await api.call('DELETE', `/v1/departments/${id}`, ifMatch(1))).toMatchObject({
      status: 409,
      body: { code: 'members.department-not-empty', members: 1, subDepartments: 1 },
    });
    await api.call('PATCH', `/v1/members/${member.id}`, { ...ifMatch(1), body: { departmentId: other } });
    await api.call('PATCH', `/v1/departments/${below}`, { ...ifMatch(1), body: { parentId: null } });
    expect(await api.call('DELETE', `/v1/departments/${id}`, ifMatch(1))).toMatchObject({ status: 204 });
  });

  test('404 for an unknown one, 412 when someone else was first', async () => {
    const api = membersApi();
    const id = await aDepartment(api);
    expect(await api.call('DELETE', `/v1/departments/${unknown}`, ifMatch(1))).toMatchObject({ status: 404 });
    expect(await api.call('DELETE', `/v1/departments/${id}`, ifMatch(2))).toMatchObject({ status: 412 });
  });
});
