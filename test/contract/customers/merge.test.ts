import { beforeEach, describe, expect, test } from 'vitest';
import { another, type Merging, merging, standing } from './merging.ts';

let given: Merging;
beforeEach(async () => {
  given = await merging();
});

const merge = (body: object = {}) =>
  given.call('customers', 'POST', '/v1/merges', {
    body: { survivorId: given.survivorId, loserIds: [given.loserId], ...body },
  });

const get = (context: Parameters<Merging['call']>[0], path: string) => given.call(context, 'GET', path);

const rows = () => standing(given.table);

test('after a merge everything of the other customer is with the one who remains', async () => {
  const { status, body } = await merge();
  expect({ status, state: body.state }).toEqual({ status: 201, state: 'running' });
  await given.deliver();

  expect((await get('customers', `/v1/merges/${body.id}`)).body).toMatchObject({
    state: 'completed',
    waitingFor: [],
    moved: { activities: 2, contracts: 1, tickets: 1, mail: 1, campaigns: 1, attachments: 1 },
  });
  const { survivorId, of } = given;
  const list = async (context: Parameters<Merging['call']>[0], path: string) =>
    (await get(context, path)).body.items.map(({ id }: { id: string }) => id);
  expect(await list('customers', `/v1/customers/${survivorId}/contacts`)).toContain(of.contact);
  expect(await list('customers', `/v1/customers/${survivorId}/notes`)).toContain(of.note);
  expect((await get('customers', `/v1/notes/${of.note}`)).body.customerId).toBe(survivorId);
  expect(await list('activities', `/v1/customers/${survivorId}/interactions`)).toContain(of.interaction);
  expect(await list('activities', `/v1/follow-ups?customerId=${survivorId}`)).toContain(of.followUp);
  expect(await list('contracts', `/v1/contracts?customerId=${survivorId}`)).toContain(of.contract);
  expect(await list('tickets', `/v1/tickets?customerId=${survivorId}`)).toContain(of.ticket);
  expect(await list('mail', `/v1/mails?customerId=${survivorId}`)).toContain(of.mail);
  expect(await list('attachments', `/v1/attachments?subjectId=${given.loserId}`)).toEqual(
    await list('attachments', `/v1/attachments?subjectId=${survivorId}`),
  );
  expect(await list('attachments', `/v1/attachments?subjectId=${survivorId}`)).toContain(of.attachment);
  expect((await get('activities', `/v1/follow-ups/${of.followUp}`)).body.customerId).toBe(survivorId);
  expect((await get('customers', `/v1/customers/${survivorId}/overview`)).body).toMatchObject({
    customer: { tags: expect.arrayContaining(['老客户']), externalIds: [{ system: 'erp', id: '4711' }] },
    pulse: { openFollowUps: 2, openTickets: 2, runningContracts: 2 },
  });
  expect((await get('customers', '/v1/customers?phone=13900139000')).body.items).toMatchObject([{ id: survivorId }]);
  expect((await get('customers', '/v1/customers?externalId=erp:4711')).body.items).toMatchObject([{ id: survivorId }]);
});

describe('the old id', () => {
  test.each(['', '/overview', '/timeline?limit=5', '/contacts', '/consents', '/notes'])(
    'answers 308 to the survivor: GET …%s',
    async (path) => {
      await merge();
      const answer = await get('customers', `/v1/customers/${given.loserId}${path}`);
      expect(answer.status).toBe(308);
      expect(answer.headers['location']).toBe(`/v1/customers/${given.survivorId}${path}`);
      expect(answer.body).toMatchObject({ code: 'shared.moved', id: given.survivorId });
    },
  );

  test('answers 308 where something is added, which is as right with the survivor', async () => {
    await merge();
    const contacts = `/v1/customers/${given.loserId}/contacts`;
    const body = { name: '赵六', mobile: '13600136000' };
    const answer = await given.call('customers', 'POST', contacts, { body });
    expect(answer).toMatchObject({
      status: 308,
      headers: { location: contacts.replace(given.loserId, given.survivorId) },
    });
    const spoken = { channel: 'phone', direction: 'out', summary: '已沟通' };
    const interactions = `/v1/customers/${given.loserId}/interactions`;
    expect(await given.call('activities', 'POST', interactions, { body: spoken })).toMatchObject({ status: 308 });
    expect(await get('activities', interactions)).toMatchObject({ status: 308 });
  });

  test('answers 409 with the survivor where the record that was looked at is changed', async () => {
    await merge();
    const path = `/v1/customers/${given.loserId}`;
    const headers = { 'if-match': '"2"' };
    const refused = { status: 409, body: { code: 'customers.already-merged', survivorId: given.survivorId } };
    expect(await given.call('customers', 'PATCH', path, { headers, body: { name: '新名' } })).toMatchObject(refused);
    expect(await given.call('customers', 'DELETE', path, { headers })).toMatchObject(refused);
    const body = { ownerId: given.ids['mem'], reason: '调整' };
    expect(await given.call('customers', 'POST', `${path}/hand-over`, { body })).toMatchObject(refused);
    expect(await given.call('customers', 'POST', `${path}/restore`)).toMatchObject(refused);
  });

  test('is 404 for who may not see the survivor', async () => {
    await merge();
    const stranger = { memberId: 'mem_00000000000000000000000099', role: 'sales-rep', departments: '' } as const;
    const answer = await given.call('customers', 'GET', `/v1/customers/${given.loserId}`, stranger);
    expect(answer).toMatchObject({ status: 404, body: { code: 'customers.not-found' } });
  });

  test('in a body stands for the survivor', async () => {
    await merge();
    const due = { local: '2026-12-02T09:00', zone: 'Asia/Shanghai' };
    const body = { customerId: given.loserId, subject: '再访', due };
    const made = await given.call('activities', 'POST', '/v1/follow-ups', { body });
    expect(made).toMatchObject({ status: 201, body: { customerId: given.survivorId } });
    const asked = { kind: 'fault', severity: 'minor', channel: 'phone', subject: '故障', description: '无法开机' };
    const ticket = await given.call('tickets', 'POST', '/v1/tickets', {
      body: { customerId: given.loserId, ...asked },
    });
    expect(ticket).toMatchObject({ status: 201, body: { customerId: given.survivorId } });
    const amount = { minor: 1, currency: 'CNY' };
    const term = { kind: 'service', title: '维护', startsOn: '2026-01-01', endsOn: '2027-12-31', amount };
    const contract = await given.call('contracts', 'POST', '/v1/contracts', {
      body: { customerId: given.loserId, ...term },
    });
    expect(contract).toMatchObject({ status: 201, body: { customerId: given.survivorId } });
  });
});

describe('taken back', () => {
  test('a merge that nobody has touched leaves every row as it was', async () => {
    const before = rows();
    const { body } = await merge({ picks: { name: given.loserId, mainContact: given.loserId } });
    await given.deliver();
    expect(rows()).not.toEqual(before);
    const reverted = await given.call('customers', 'POST', `/v1/merges/${body.id}/revert`);
    expect(reverted).toMatchObject({ status: 200, body: { state: 'reverting' } });
    await given.deliver();
    expect((await get('customers', `/v1/merges/${body.id}`)).body).toMatchObject({ state: 'reverted', kept: [] });
    await given.pass(12);
    expect(rows()).toEqual(before);
  });

  test('each event twice and in any order ends the same', async () => {
    const before = rows();
    const { body } = await merge();
    await given.deliver({ twice: true, backwards: true });
    await given.call('customers', 'POST', `/v1/merges/${body.id}/revert`);
    await given.deliver({ twice: true, backwards: true });
    await given.pass(12);
    expect(rows()).toEqual(before);
  });

  test('what somebody has touched since stays with the survivor and is listed', async () => {
    const { body } = await merge({ picks: { name: given.loserId } });
    await given.deliver();
    const { of, survivorId, loserId } = given;
    const headers = { 'if-match': '"1"' };
    const patched = await given.call('customers', 'PATCH', `/v1/contacts/${of.contact}`, {
      headers,
      body: { title: '经理' },
    });
    expect(patched.status).toBe(200);
    await given.call('activities', 'POST', `/v1/follow-ups/${of.followUp}/cancel`, { body: {} });
    const etag = (await get('customers', `/v1/customers/${survivorId}`)).headers['etag'] ?? '';
    await given.call('customers', 'PATCH', `/v1/customers/${survivorId}`, {
      headers: { 'if-match': etag },
      body: { name: '第三个名字' },
    });
    await given.deliver();
    await given.call('customers', 'POST', `/v1/merges/${body.id}/revert`);
    await given.deliver();
    const { state, kept } = (await get('customers', `/v1/merges/${body.id}`)).body;
    expect(state).toBe('reverted');
    expect(kept).toHaveLength(3);
    expect(kept).toEqual(
      expect.arrayContaining([
        { context: 'customers', id: survivorId, field: 'name' },
        { context: 'customers', id: of.contact },
        { context: 'activities', id: of.followUp },
      ]),
    );
    expect((await get('customers', `/v1/contacts/${of.contact}`)).body.customerId).toBe(survivorId);
    expect((await get('customers', `/v1/customers/${loserId}`)).body.name).toBe('上海医疗器械（浦东）有限公司');
    expect((await get('contracts', `/v1/contracts/${of.contract}`)).body.customerId).toBe(loserId);
  });

  test('asked twice it is done once, and while it runs forward it is refused', async () => {
    const { body } = await merge();
    const path = `/v1/merges/${body.id}/revert`;
    expect(await given.call('customers', 'POST', path)).toMatchObject({
      status: 409,
      body: { code: 'customers.merge-running' },
    });
    await given.deliver();
    await given.call('customers', 'POST', path);
    const again = await given.call('customers', 'POST', path);
    expect(again).toMatchObject({ status: 200, body: { state: 'reverting' } });
  });
});
test('who has gone up in one who goes up in a third is found there, and comes back step by step', async () => {
  const third = await another(given, '广州远山贸易有限公司', '13500135000');
  const first = await merge();
  await given.deliver();
  const second = (await merge({ survivorId: third, loserIds: [given.survivorId] })).body;
  await given.deliver();
  expect(await get('customers', `/v1/customers/${given.loserId}`)).toMatchObject({
    status: 308,
    headers: { location: `/v1/customers/${third}` },
  });
  const refused = await given.call('customers', 'POST', `/v1/merges/${first.body.id}/revert`);
  expect(refused).toMatchObject({ status: 409, body: { code: 'customers.already-merged', survivorId: third } });
  await given.call('customers', 'POST', `/v1/merges/${second.id}/revert`);
  await given.deliver();
  expect((await given.call('customers', 'POST', `/v1/merges/${first.body.id}/revert`)).status).toBe(200);
  await given.deliver();
  expect((await get('customers', `/v1/customers/${given.loserId}`)).status).toBe(200);
});
