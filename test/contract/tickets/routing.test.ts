import { describe, expect, test } from 'vitest';
import { as, complaint, contacts, customers, departments, fault, people, ticketsApi } from './given.ts';

const { north, south, service } = departments;

async function given(rules: object[] = []) {
  const api = await ticketsApi();
  const put = (body: object, version = 0) =>
    api.sla('PUT', '/v1/ticket-routing', { body, headers: { 'if-match': `"${version}"` } });
  const preview = async (ticket: object, more: object = {}) =>
    api.sla('POST', '/v1/ticket-routing/preview', { body: { ticket, ...more } });
  if (rules.length > 0) expect((await put({ rules })).status).toBe(200);
  return { ...api, put, preview };
}

const vips = { name: '大客户', when: { levels: ['vip'] }, departmentId: south, skill: '设备' };
const complaints = { name: '投诉', when: { kinds: ['complaint'], languages: ['en', 'zh-CN'] }, departmentId: service };
const { description: _, subject: __, ...arriving } = complaint;

describe('a ticket that is opened without a department', () => {
  test('goes to the queue of the first rule that takes it, and keeps which rule that was, and why', async () => {
    const { open } = await given([vips, complaints]);
    expect(await open({ ...complaint, customerId: customers.silent })).toMatchObject({
      departmentId: south,
      routed: { rule: '大客户', version: 1, departmentId: south, because: ['levels'], skill: '设备' },
    });
    expect(await open(complaint)).toMatchObject({
      departmentId: service,
      routed: { rule: '投诉', because: ['kinds', 'languages'] },
    });
  });

  test('that no rule takes goes where it would without any; so does one whose department is named', async () => {
    const { open } = await given([vips, complaints]);
    const agents = await open(fault);
    expect(agents).toMatchObject({ departmentId: north });
    expect(agents).not.toHaveProperty('routed');
    const named = await open({ ...complaint, departmentId: south });
    expect(named).toMatchObject({ departmentId: south });
    expect(named).not.toHaveProperty('routed');
  });

  test('of somebody whom nobody knows is routed by what is known of it', async () => {
    const { open } = await given([vips, complaints]);
    const { customerId: _, ...unknown } = complaint;
    const requester = { name: 'Zhao', email: 'zhao@example.net' };
    expect(await open({ ...unknown, requester })).toMatchObject({ departmentId: service });
  });

  test('keeps the version that routed it when the rules are others', async () => {
    const { open, put, call } = await given([complaints]);
    const { id } = await open(complaint);
    expect((await put({ rules: [vips] }, 1)).body).toMatchObject({ version: 2 });
    expect((await call('GET', `/v1/tickets/${id}`, as.serviceManager)).body.routed).toMatchObject({ version: 1 });
  });
});

describe('the rules', () => {
  test('none are version 0; each version stays, newest first', async () => {
    const { sla, put } = await given();
    expect((await sla('GET', '/v1/ticket-routing')).body).toMatchObject({ version: 0, rules: [] });
    expect((await sla('GET', '/v1/ticket-routing/versions')).body).toEqual({ items: [], next: null });
    await put({ rules: [vips] });
    await put({ rules: [complaints, vips] }, 1);
    const first = (await sla('GET', '/v1/ticket-routing/versions?limit=1')).body;
    expect(first.items).toMatchObject([{ version: 2, createdBy: people.serviceManager }]);
    const second = (await sla('GET', `/v1/ticket-routing/versions?limit=1&cursor=${first.next}`)).body;
    expect(second).toMatchObject({ items: [{ version: 1, rules: [vips] }], next: null });
  });

  test('of two who change the same version the second is told that it is stale', async () => {
    const { put } = await given([vips]);
    const both = await Promise.all([put({ rules: [complaints] }, 1), put({ rules: [] }, 1)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  test('that cannot be are refused at the rule', async () => {
    const { put } = await given();
    const rules = [{ name: 'all', departmentId: 'dep_00000000000000000000000099' }, vips, vips];
    const { status, body } = await put({ rules });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/rules/0/departmentId',
      '/rules/1',
      '/rules/2/name',
      '/rules/2',
    ]);
  });

  test('are the service manager’s: an agent neither sees nor tries them', async () => {
    const { call } = await given();
    expect((await call('GET', '/v1/ticket-routing')).status).toBe(403);
    expect((await call('POST', '/v1/ticket-routing/preview', { body: { ticket: arriving } })).status).toBe(403);
  });
});

describe('a preview', () => {
  test('says which rule would take a ticket, and what of each holds; nothing is written', async () => {
    const { preview, sla } = await given([vips, complaints]);
    expect((await preview(arriving)).body).toEqual({
      rule: '投诉',
      departmentId: service,
      items: [
        { rule: '大客户', departmentId: south, takes: false, met: [], unmet: ['levels'] },
        { rule: '投诉', departmentId: service, takes: true, met: ['kinds', 'languages'], unmet: [] },
      ],
    });
    const draft = [{ name: 'all', departmentId: north }];
    expect((await preview(arriving, { rules: draft })).body).toMatchObject({ rule: 'all', departmentId: north });
    expect((await sla('GET', '/v1/ticket-routing')).body).toMatchObject({ version: 1 });
  });

  test('answers with the pointer of what is not there', async () => {
    const { preview } = await given();
    const pointerOf = async (ticket: object) => (await preview({ ...arriving, ...ticket })).body.errors[0].pointer;
    expect(await pointerOf({ customerId: 'cus_00000000000000000000000099' })).toBe('/ticket/customerId');
    expect(await pointerOf({ contactId: contacts.silent })).toBe('/ticket/contactId');
    expect(await pointerOf({ customerId: undefined, contactId: contacts.wei })).toBe('/ticket/customerId');
  });
});
