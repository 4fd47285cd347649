import { beforeEach, describe, expect, test } from 'vitest';
import { type Merging, merging, standing } from './merging.ts';

let given: Merging;
beforeEach(async () => {
  given = await merging();
});

const merge = (body: object = {}, headers: Record<string, string> = {}) =>
  given.call('customers', 'POST', '/v1/merges', {
    headers,
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

describe('bad input', () => {
  const codes = async (body: object, as: object = {}) => {
    const sent = { survivorId: given.survivorId, loserIds: [given.loserId], ...body };
    const answer = await given.call('customers', 'POST', '/v1/merges', { ...as, body: sent });
    const errors = (answer.body.errors ?? []) as readonly { pointer: string; code: string }[];
    return [answer.status, ...errors.map(({ pointer, code }) => `${pointer} ${code}`)];
  };
  const unknown = 'cus_00000000000000000000000099';

  test('names each of those who cannot be merged, at its pointer', async () => {
    const { survivorId, loserId } = given;
    expect(await codes({ loserIds: [survivorId, loserId, loserId], picks: { name: unknown } })).toEqual([
      422,
      '/loserIds/0 customers.merge-itself',
      '/loserIds/2 customers.merge-twice',
      '/picks/name customers.merge-foreign-pick',
    ]);
    expect(await codes({ survivorId: unknown })).toEqual([422, '/survivorId customers.merge-unknown']);
    expect(await codes({ loserIds: [loserId, unknown] })).toEqual([422, '/loserIds/1 customers.merge-unknown']);
    const many = Array.from({ length: 21 }, (_, i) => `cus_${String(i).padStart(26, '0')}`);
    expect((await codes({ loserIds: many }))[0]).toBe(400);
    expect((await codes({ loserIds: [] }))[0]).toBe(400);
    expect((await codes({ picks: { ownerId: loserId } }))[0]).toBe(400);
  });

  test('an invisible customer is as unknown as none, whatever has become of him', async () => {
    const stranger = { memberId: 'mem_00000000000000000000000099', role: 'sales-manager', departments: 'dep_x' };
    const both = [422, '/survivorId customers.merge-unknown', '/loserIds/0 customers.merge-unknown'];
    expect(await codes({}, stranger)).toEqual(both);
    await merge();
    expect(await codes({}, stranger)).toEqual(both);
    expect(await codes({}, { role: 'sales-rep' })).toEqual([403]);
  });

  test('one who is in the bin or merged already is a conflict that says so', async () => {
    await merge();
    expect(await codes({})).toEqual([409, '/loserIds/0 customers.already-merged']);
    const other = await another('北京远航物流股份有限公司', '13500135000');
    await given.call('customers', 'DELETE', `/v1/customers/${other}`, { headers: { 'if-match': '"1"' } });
    expect(await codes({ loserIds: [other] })).toEqual([409, '/loserIds/0 customers.deleted']);
  });

  test('nobody comes to stand above himself', async () => {
    const headers = { 'if-match': '"1"' };
    const between = await another('北京远航物流股份有限公司', '13500135000');
    const patch = (id: string, parentId: string) =>
      given.call('customers', 'PATCH', `/v1/customers/${id}`, { headers, body: { parentId } });
    expect((await patch(between, given.loserId)).status).toBe(200);
    expect((await patch(given.survivorId, between)).status).toBe(200);
    expect(await codes({})).toEqual([422, '/survivorId customers.parent-cycle']);
  });

  test('a merge of others is not there', async () => {
    const { body } = await merge();
    const stranger = {
      memberId: 'mem_00000000000000000000000099',
      role: 'sales-manager',
      departments: 'dep_x',
    } as const;
    const notThere = { status: 404, body: { code: 'customers.merge-not-found' } };
    expect(await given.call('customers', 'GET', `/v1/merges/${body.id}`, stranger)).toMatchObject(notThere);
    expect(await given.call('customers', 'POST', `/v1/merges/${body.id}/revert`, stranger)).toMatchObject(notThere);
    expect(await get('customers', '/v1/merges/mrg_00000000000000000000000099')).toMatchObject(notThere);
  });
});

async function another(name: string, mobile: string): Promise<string> {
  const body = { kind: 'company', name, contact: { name: '赵六', mobile } };
  return (await given.call('customers', 'POST', '/v1/customers', { body })).body.id;
}

test('a dry run shows the difference and writes nothing', async () => {
  const before = given.table.rows();
  const answer = await merge({ picks: { name: given.loserId } }, { prefer: 'dry-run' });
  expect(answer).toMatchObject({ status: 200, headers: { 'preference-applied': 'dry-run' } });
  expect(answer.body).toMatchObject({
    dryRun: true,
    moves: {
      contacts: 2,
      consents: 1,
      interactions: 1,
      followUps: 1,
      contracts: 1,
      tickets: 1,
      mails: 1,
      notes: 1,
      attachments: 1,
    },
  });
  const fields = answer.body.changes.map(({ field }: { field: string }) => field);
  expect(fields).toEqual(expect.arrayContaining(['name', 'source', 'tags', 'externalIds']));
  expect(given.table.rows()).toEqual(before);
});

test('a merge sent twice with one key is one merge', async () => {
  const headers = { 'idempotency-key': 'merge-1' };
  const [first, again] = [await merge({}, headers), await merge({}, headers)];
  expect(again).toMatchObject({ status: 201, body: { id: first.body.id }, headers: { 'idempotent-replayed': 'true' } });
});

describe('more rows than one transaction takes', () => {
  beforeEach(async () => {
    const path = `/v1/customers/${given.loserId}/consents`;
    const consent = { contactId: given.of.contact, channel: 'sms', basis: 'consent', source: '展会', granted: true };
    for (let i = 0; i < 60; i += 1) {
      const body = { ...consent, purpose: 'marketing', granted: i % 2 === 0 };
      await given.call('customers', 'POST', path, { body });
    }
    await given.deliver();
  });

  test('move part by part and come back, to the same end', async () => {
    const before = rows();
    const { body } = await merge();
    expect(body.moved).toEqual({ customers: 0 });
    expect(await get('customers', `/v1/customers/${given.loserId}`)).toMatchObject({ status: 308 });
    await given.pass(1);
    const consents = `/v1/customers/${given.survivorId}/consents?limit=200`;
    expect((await get('customers', consents)).body.items).toHaveLength(61);
    expect((await get('customers', `/v1/merges/${body.id}`)).body.state).toBe('completed');
    await given.call('customers', 'POST', `/v1/merges/${body.id}/revert`);
    await given.pass(14);
    expect((await get('customers', `/v1/merges/${body.id}`)).body).toMatchObject({ state: 'reverted', kept: [] });
    expect(rows()).toEqual(before);
  });

  test('hold up a further merge of the survivor until all of them have come', async () => {
    const { body } = await merge();
    const other = { kind: 'company', name: '广州第三有限公司', contact: { name: '周', mobile: '13700137001' } };
    const { body: third } = await given.call('customers', 'POST', '/v1/customers', { body: other });
    const further = () =>
      given.call('customers', 'POST', '/v1/merges', {
        body: { survivorId: third.id, loserIds: [given.survivorId] },
      });
    const errors = [{ pointer: '/loserIds/0', code: 'customers.merge-busy' }];
    expect(await further()).toMatchObject({ status: 409, body: { code: 'customers.merge-busy', errors } });
    await given.pass(1);
    expect((await get('customers', `/v1/merges/${body.id}`)).body.state).toBe('completed');
    expect(await further()).toMatchObject({ status: 201 });
  });

  test('a run that breaks off anywhere is gone on with', async () => {
    const { body } = await merge();
    const { commit } = given.table;
    let left = 2;
    Object.assign(given.table, {
      commit: async (writes: Parameters<typeof commit>[0]) => {
        left -= 1;
        if (left < 0) throw new Error('the power failed');
        await commit(writes);
      },
    });
    await expect(given.pass(1)).rejects.toThrow('the power failed');
    Object.assign(given.table, { commit });
    await given.pass(2);
    expect((await get('customers', `/v1/merges/${body.id}`)).body.state).toBe('completed');
    const consents = `/v1/customers/${given.survivorId}/consents?limit=200`;
    expect((await get('customers', consents)).body.items).toHaveLength(61);
  });
});

test('who has gone up in one who goes up in a third is found there, and comes back step by step', async () => {
  const third = await another('广州远山贸易有限公司', '13500135000');
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
