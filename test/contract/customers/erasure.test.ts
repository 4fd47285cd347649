import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '#domain/shared/canonical-json.ts';
import { putInteraction, readInteraction } from '#store/activities-interactions.ts';
import { type Erasing, erasing, mobile, secret } from './erasing.ts';

let given: Erasing;
beforeEach(async () => {
  given = await erasing();
});

const get = (context: Parameters<Erasing['call']>[0], path: string) => given.call(context, 'GET', path);
const erasure = async (id: string) => (await get('customers', `/v1/erasures/${id}`)).body;

const allOfHim = {
  customers: { contacts: 1, matchKeys: 2, timeline: 2, consentsInForce: 1, notes: 1 },
  activities: { interactions: 2, followUps: 0 },
  tickets: { tickets: 1, messages: 3 },
  mail: { mails: 1 },
  campaigns: { recipients: 1 },
  attachments: { attachments: 2 },
};

describe('erasing a contact', () => {
  test('leaves nothing that was typed about him in any row, and keeps what happened', async () => {
    expect(given.traces().length).toBeGreaterThan(8);
    const { status, body } = await given.erase();
    expect({ status, state: body.state }).toEqual({ status: 202, state: 'running' });
    await given.deliver();

    expect(given.traces()).toEqual([]);
    expect(given.files.objects.size).toBe(0);
    expect((await get('attachments', `/v1/attachments/${given.of.attachment}`)).body).toMatchObject({
      name: '',
      contactId: given.contactId,
      erasedAt: expect.any(String),
    });
    const notes = (await get('customers', `/v1/customers/${given.loserId}/notes`)).body.items;
    expect(notes).toMatchObject([{ text: '公司的事' }]);
    expect((await get('customers', `/v1/contacts/${given.contactId}`)).body).toMatchObject({
      name: '',
      erasedAt: expect.any(String),
      doNotContact: true,
    });
    expect((await get('tickets', `/v1/tickets/${given.ticketId}`)).body).toMatchObject({
      subject: '',
      description: '',
      solution: '',
      state: 'resolved',
      contactId: given.contactId,
    });
    const special = `/v1/tickets/${given.ticketId}/special-process`;
    expect((await get('tickets', special)).body).toMatchObject({ reason: '', erasedAt: expect.any(String) });
    expect((await get('tickets', `${special}/updates`)).body.items).toMatchObject([{ text: '' }]);
    // Nobody is left who could be told the result.
    expect((await given.call('tickets', 'POST', `${special}/close`)).body).toMatchObject({ outcome: 'without-result' });
    expect((await get('tickets', `/v1/tickets/${given.otherTicketId}`)).body.subject).toBe('别的事');
    expect((await get('customers', `/v1/customers/${given.loserId}`)).body.mainContact.name).toBe('李四');
    const campaign = await get('campaigns', `/v1/campaigns/${given.ids['cmp']}/reconciliation`);
    expect(campaign.body).toMatchObject({ audience: 1, states: { ACCEPTED: 1 } });
  });

  test('ends with a certificate of what, when, by whom and why, whose hash is that of its canonical JSON', async () => {
    const { body } = await given.erase();
    await given.deliver();
    const { state, waitingFor, certificate } = await erasure(body.id);
    expect({ state, waitingFor }).toEqual({ state: 'completed', waitingFor: [] });
    expect(certificate).toMatchObject({
      contactIds: [given.contactId],
      reason: '本人书面要求',
      forced: false,
      erased: allOfHim,
      suppressed: 2,
    });
    const { sha256, ...rest } = certificate;
    expect(sha256).toBe(createHash('sha256').update(canonicalJson(rest)).digest('hex'));
    const days = (Date.parse(certificate.expiring.backups) - Date.parse(certificate.completedAt)) / 86_400_000;
    expect(days).toBe(35);
  });

  test('`Prefer: dry-run` says what would go and writes nothing', async () => {
    const before = given.table.rows();
    const { status, body } = await given.erase({ prefer: 'dry-run' });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        dryRun: true,
        scope: 'contact',
        namedBy: [],
        erases: { interactions: 2, tickets: 1, messages: 3, mails: 1, attachments: 2, notes: 1 },
      },
    });
    expect(given.table.rows()).toEqual(before);
  });

  test('the preview tells where else his number or address is known, as far as the caller sees it', async () => {
    const path = `/v1/customers/${given.survivorId}/contacts?onDuplicate=create`;
    const twin = await given.call('customers', 'POST', path, { body: { name: '同一人', mobile } });
    const { body } = await given.erase({ prefer: 'dry-run' });
    expect(body.alsoAt).toEqual([{ customerId: given.survivorId, contactId: twin.body.id }]);
  });

  test('409 while an open ticket names him, unless with force', async () => {
    const reopened = await given.call('tickets', 'POST', `/v1/tickets/${given.ticketId}/reopen`, {
      body: { reason: secret },
    });
    expect(reopened.status).toBe(200);
    const refused = await given.erase();
    expect(refused).toMatchObject({ status: 409, body: { code: 'customers.person-named' } });
    expect(refused.body.open).toMatchObject([{ kind: 'ticket', id: given.ticketId }]);
    const forced = await given.erase({}, { force: true });
    expect(forced).toMatchObject({ status: 202, body: { forced: true } });
    await given.deliver();
    expect(given.traces()).toEqual([]);
  });

  test('each event twice and in any order ends the same', async () => {
    const { body } = await given.erase();
    await given.deliver({ twice: true, backwards: true });
    await given.pass(25);
    const once = await erasing();
    const { body: other } = await once.erase();
    await once.deliver();
    const countsOf = async (each: Erasing, id: string) =>
      (await each.call('customers', 'GET', `/v1/erasures/${id}`)).body.certificate.erased;
    expect(await countsOf(given, body.id)).toEqual(await countsOf(once, other.id));
    expect(given.traces()).toEqual([]);
  });

  test.each(['before', 'after'] as const)('a power failure %s every second write ends the same', async (when) => {
    const { commit } = given.table;
    let commits = 0;
    const { body } = await given.erase();
    Object.assign(given.table, {
      commit: async (writes: Parameters<typeof commit>[0]) => {
        commits += 1;
        const fails = commits % 2 === 1;
        if (fails && when === 'before') throw new Error('the power failed');
        await commit(writes);
        if (fails) throw new Error('the power failed');
      },
    });
    await given.deliver({ again: true });
    Object.assign(given.table, { commit });
    expect(commits).toBeGreaterThan(20);
    expect(given.traces()).toEqual([]);
    expect((await erasure(body.id)).certificate.erased).toEqual(allOfHim);
  });

  test('what was being written while he was erased goes with the second look', async () => {
    const { body } = await given.erase();
    await given.deliver();
    const late = await readInteraction(given.table, given.of.interaction);
    if (late === undefined) throw new Error('there is no interaction');
    const { erasedAt: _, ...written } = { ...late, summary: secret, version: late.version + 1 };
    await given.table.commit([putInteraction(written, { version: late.version }, [])]);
    await given.pass(11);
    expect(given.traces()).toEqual([]);
    await given.pass(11);
    expect((await erasure(body.id)).state).toBe('completed');
    expect((await given.table.query({ index: 'agenda', pk: 'customers#due#0', limit: 10 })).items).toEqual([]);
  });

  test('goes on while a context does not report, and is not certified before all have', async () => {
    const { body } = await given.erase();
    const { commit } = given.table;
    Object.assign(given.table, {
      commit: async (writes: Parameters<typeof commit>[0]) => {
        if (writes.some(({ key }) => key.pk.startsWith('mail#'))) return;
        await commit(writes);
      },
    });
    await given.deliver();
    expect(await erasure(body.id)).toMatchObject({ state: 'running', waitingFor: ['mail'] });
    expect(await erasure(body.id)).not.toHaveProperty('certificate');
    Object.assign(given.table, { commit });
    await given.pass(11);
    expect(await erasure(body.id)).toMatchObject({ state: 'completed', waitingFor: [] });
  });

  test('a second erasure, a change, and news that name him are refused', async () => {
    await given.erase();
    await given.deliver();
    expect(await given.erase()).toMatchObject({ status: 409, body: { code: 'customers.person-erased' } });
    const spoken = { contactId: given.contactId, channel: 'phone', direction: 'in', summary: '来电' };
    const path = `/v1/customers/${given.loserId}/interactions`;
    expect((await given.call('activities', 'POST', path, { body: spoken })).status).toBe(422);
  });

  test('403 for whoever is no admin, a sales manager too', async () => {
    const path = `/v1/contacts/${given.contactId}/erasure`;
    const body = { reason: '本人要求' };
    const agent = { memberId: 'mem_00000000000000000000000098', role: 'service-agent', departments: '' } as const;
    expect((await given.call('customers', 'POST', path, { ...agent, body })).status).toBe(403);
    const manager = { memberId: 'mem_00000000000000000000000099', role: 'sales-manager', departments: 'all' } as const;
    expect((await given.call('customers', 'POST', path, { ...manager, body })).status).toBe(403);
  });
});

test('the main contact of a company may be erased and replaced; the company stays', async () => {
  const { body: customer } = await get('customers', `/v1/customers/${given.loserId}`);
  const path = `/v1/contacts/${customer.mainContact.id}/erasure`;
  const { status } = await given.call('customers', 'POST', path, { body: { reason: '本人要求' } });
  expect(status).toBe(202);
  await given.deliver();
  const after = (await get('customers', `/v1/customers/${given.loserId}`)).body;
  expect(after).toMatchObject({ name: customer.name, mainContact: { name: '' } });
  expect(JSON.stringify(given.table.rows())).not.toContain('13900139000');
  const promoted = await given.call('customers', 'PATCH', `/v1/contacts/${given.contactId}`, {
    body: { main: true },
    headers: { 'if-match': '"2"', 'content-type': 'application/merge-patch+json' },
  });
  expect(promoted).toMatchObject({ status: 200, body: { main: true } });
});

test('who he was before a merge goes too, and the merge can still be taken back', async () => {
  const { body: customer } = await get('customers', `/v1/customers/${given.loserId}`);
  const merge = { survivorId: given.survivorId, loserIds: [given.loserId] };
  const merged = await given.call('customers', 'POST', '/v1/merges', { body: merge });
  await given.deliver();
  const path = `/v1/contacts/${customer.mainContact.id}/erasure`;
  const { body } = await given.call('customers', 'POST', path, { body: { reason: '本人要求' } });
  await given.deliver();
  const was = given.table.rows().filter(({ key }) => key.sk.endsWith(`#was#${given.loserId}`));
  expect(was).toMatchObject([{ item: { customer: { mainContact: { name: '' } } } }]);
  expect(was).not.toMatchObject([{ item: { customer: { mainContact: { sealed: expect.anything() } } } }]);
  expect((await erasure(body.id)).certificate.erased.customers).toMatchObject({ contacts: 1, snapshots: 1 });
  await given.call('customers', 'POST', `/v1/merges/${merged.body.id}/revert`);
  await given.deliver();
  const back = (await get('customers', `/v1/customers/${given.loserId}`)).body;
  expect(back).toMatchObject({ name: customer.name, mainContact: { name: '' } });
  expect(JSON.stringify(given.table.rows())).not.toContain('13900139000');
});

describe('who was erased', () => {
  const again = { name: '王五', mobile };

  test('is refused where he is entered again, at the field by which he is known', async () => {
    await given.erase();
    const refused = await given.call('customers', 'POST', `/v1/customers/${given.survivorId}/contacts`, {
      body: again,
    });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'customers.erased-person', errors: [{ pointer: '/mobile' }] },
    });
    const customer = { kind: 'company', name: '全新科技有限公司', contact: again };
    const created = await given.call('customers', 'POST', '/v1/customers', { body: customer });
    expect(created).toMatchObject({ status: 409, body: { errors: [{ pointer: '/contact/mobile' }] } });
  });

  test('is entered once somebody says that he came back, without any consent, and then as anybody', async () => {
    await given.erase();
    const path = `/v1/customers/${given.survivorId}/contacts?onErased=create`;
    const back = await given.call('customers', 'POST', path, { body: again });
    expect(back.status).toBe(201);
    const consents = (await get('customers', `/v1/customers/${given.survivorId}/consents`)).body.items;
    expect(consents).toEqual([]);
    const renamed = await given.call('customers', 'PATCH', `/v1/contacts/${back.body.id}`, {
      body: { mobile: '13600136000' },
      headers: { 'if-match': '"1"', 'content-type': 'application/merge-patch+json' },
    });
    expect(renamed.status).toBe(200);
  });
});
