import { describe, expect, test } from 'vitest';
import { readConsent } from '#store/customers.ts';
import { idOf } from '#test/world.ts';
import { asAdmin, asEmily, asFinance, asMarketing, asZhao, company } from './company.ts';

const ifMatch = (version: number) => ({ headers: { 'if-match': `"${version}"` } });

describe('contacts', () => {
  const second = { name: '李小姐', mobile: '13900139000' };

  test('201 beside the main one; the main one can change, and both keep their ids', async () => {
    const { call, create } = await company();
    const { id, mainContact } = await create();
    const added = await call('POST', `/v1/customers/${id}/contacts`, { body: second });
    expect(added).toMatchObject({ status: 201, body: { ...second, customerId: id, main: false, version: 1 } });

    const promoted = await call('PATCH', `/v1/contacts/${added.body.id}`, {
      body: { main: true, title: '总监' },
      ...ifMatch(1),
    });

    expect(promoted).toMatchObject({ status: 200, body: { main: true, title: '总监', version: 2 } });
    expect((await call('GET', `/v1/customers/${id}`)).body).toMatchObject({
      version: 2,
      mainContact: { id: added.body.id },
    });
    expect((await call('GET', `/v1/contacts/${mainContact.id}`)).body).toMatchObject({
      main: false,
      mobile: '13800138000',
      version: 2,
    });
    const back = await call('PATCH', `/v1/contacts/${mainContact.id}`, { body: { main: true }, ...ifMatch(2) });
    expect(back.status).toBe(200);
    const { items } = (await call('GET', `/v1/customers/${id}/contacts`)).body;
    expect(items).toMatchObject([
      { id: mainContact.id, main: true },
      { id: added.body.id, main: false, title: '总监' },
    ]);
    expect(items).toHaveLength(2);
  });

  test('200 page by page', async () => {
    const { call, create } = await company();
    const { id } = await create();
    for (let i = 0; i < 4; i += 1) {
      await call('POST', `/v1/customers/${id}/contacts`, { body: { name: `甲${i}`, mobile: `1370000000${i}` } });
    }
    const names: string[] = [];
    let cursor = '';
    do {
      const { body: page } = await call('GET', `/v1/customers/${id}/contacts?limit=1${cursor}`);
      names.push(...page.items.map(({ name }: { name: string }) => name));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(names).toEqual(['王经理', '甲0', '甲1', '甲2', '甲3']);
  });

  test('409 for the mobile of another customer, 201 on purpose; a mobile given up is free', async () => {
    const { call, create } = await company();
    const first = await create();
    const { id } = await create({ name: '甲', contact: { name: 'x', mobile: '13900000001' } });
    const contact = { name: '兼职', mobile: '13800138000' };
    expect((await call('POST', `/v1/customers/${id}/contacts`, { body: contact })).body).toMatchObject({
      status: 409,
      code: 'customers.duplicate',
    });
    await call('PATCH', `/v1/contacts/${first.mainContact.id}`, { body: { mobile: '13800138001' }, ...ifMatch(1) });
    expect((await call('POST', `/v1/customers/${id}/contacts`, { body: contact })).status).toBe(201);
    expect((await call('GET', '/v1/customers?phone=13800138000')).body.items).toMatchObject([{ id }]);
    expect(
      (await call('POST', `/v1/customers/${first.id}/contacts?onDuplicate=create`, { body: contact })).status,
    ).toBe(201);
  });

  test('204 archives: shown only when asked for, mobile free; 409 for the main one and the second time', async () => {
    const { call, create } = await company();
    const { id, mainContact } = await create();
    const { body: added } = await call('POST', `/v1/customers/${id}/contacts`, { body: second });
    expect((await call('DELETE', `/v1/contacts/${mainContact.id}`, ifMatch(1))).body).toMatchObject({
      status: 409,
      code: 'customers.main-contact',
    });
    expect((await call('DELETE', `/v1/contacts/${added.id}`, ifMatch(1))).status).toBe(204);
    expect((await call('DELETE', `/v1/contacts/${added.id}`, ifMatch(2))).body).toMatchObject({
      status: 409,
      code: 'customers.contact-archived',
    });
    expect((await call('GET', `/v1/customers/${id}/contacts`)).body.items).toHaveLength(1);
    expect((await call('GET', `/v1/customers/${id}/contacts?archived=true`)).body.items).toHaveLength(2);
    await create({ name: '甲', contact: second });
  });

  test('422 for one who cannot be reached any more, and for a main contact without a successor', async () => {
    const { call, create } = await company();
    const { mainContact } = await create();
    const patch = (changes: object) =>
      call('PATCH', `/v1/contacts/${mainContact.id}`, { body: changes, ...ifMatch(1) });
    expect((await patch({ mobile: null })).body).toMatchObject({ status: 422, code: 'customers.contact-unreachable' });
    expect((await patch({ main: false })).body).toMatchObject({ status: 422, code: 'customers.main-contact-needed' });
    expect((await patch({ mobile: '1' })).status).toBe(400);
  });

  test('404 for contacts of a customer whom the caller cannot see, 403 for who sees a card, 412 for a stale one', async () => {
    const { call, create } = await company();
    const { id, mainContact } = await create();
    const path = `/v1/contacts/${mainContact.id}`;
    expect((await call('GET', path, asEmily)).body).toMatchObject({ status: 404, code: 'customers.contact-not-found' });
    expect((await call('GET', `/v1/contacts/${idOf('con', 77)}`)).status).toBe(404);
    expect((await call('GET', path, asFinance)).status).toBe(403);
    expect((await call('GET', `/v1/customers/${id}/contacts`, asFinance)).status).toBe(403);
    expect((await call('PATCH', path, { body: { title: 'x' }, ...ifMatch(9) })).status).toBe(412);
    expect((await call('PATCH', path, { ...asZhao, body: { title: 'x' }, ...ifMatch(1) })).status).toBe(200);
  });
});

describe('consents', () => {
  const consent = { purpose: 'marketing', channel: 'email', granted: true, basis: 'consent', source: '展会登记表' };

  test('201 each; what is in force is the latest word, and asOf says what was', async () => {
    const { call, create, clock, table } = await company();
    const { id, mainContact } = await create();
    const asked = { customerId: id, purpose: 'marketing', channel: 'email' };
    const say = (granted: boolean) =>
      call('POST', `/v1/customers/${id}/consents`, {
        ...asMarketing,
        body: { ...consent, granted, contactId: mainContact.id },
      });
    expect(await readConsent(table, asked)).toBe(false);
    expect((await say(true)).status).toBe(201);
    const then = clock.now.toISOString();
    clock.advance(1000);
    expect(await readConsent(table, asked)).toBe(true);
    await say(false);
    expect(await readConsent(table, { ...asked, contactId: mainContact.id })).toBe(false);
    const list = async (query: string) => (await call('GET', `/v1/customers/${id}/consents${query}`)).body.items;
    expect(await list('')).toMatchObject([{ granted: false }, { granted: true }]);
    expect(await list(`?asOf=${then}`)).toMatchObject([{ granted: true, recordedBy: asMarketing.memberId }]);
    expect(await list(`?asOf=${clock.now.toISOString()}`)).toMatchObject([{ granted: false }]);
  });

  test('422 for a company without a contact, for a stranger, and for an unknown purpose; an individual is the person', async () => {
    const { call, create } = await company();
    const { id } = await create();
    const say = (customerId: string, changes: object) =>
      call('POST', `/v1/customers/${customerId}/consents`, { body: { ...consent, ...changes } });
    expect((await say(id, {})).body).toMatchObject({ status: 422, code: 'customers.contact-needed' });
    expect((await say(id, { contactId: idOf('con', 5) })).body).toMatchObject({
      status: 422,
      code: 'customers.unknown-contact',
    });
    const person = await create({
      kind: 'individual',
      name: '何雨晴',
      contact: { name: '何雨晴', mobile: '15921234567' },
    });
    expect((await say(person.id, { purpose: 'none' })).body).toMatchObject({
      status: 422,
      code: 'customers.unknown-choice',
    });
    expect((await say(person.id, {})).body).toMatchObject({ contactId: person.mainContact.id });
  });

  test('403 for who may not add them or sees a card, 404 for a customer out of reach', async () => {
    const { call, create } = await company();
    const { id, mainContact } = await create();
    const path = `/v1/customers/${id}/consents`;
    expect((await call('POST', path, { ...asZhao, body: { ...consent, contactId: mainContact.id } })).status).toBe(403);
    expect((await call('GET', path, asFinance)).status).toBe(403);
    expect((await call('GET', path, asEmily)).status).toBe(404);
  });

  test('who unsubscribes from a campaign withdraws his consent', async () => {
    const given = await company();
    const { id, mainContact } = await given.create();
    await given.call('POST', `/v1/customers/${id}/consents`, { body: { ...consent, contactId: mainContact.id } });
    given.clock.advance(1000);
    const detail = { campaignId: idOf('cmp', 1), customerId: id, contactId: mainContact.id };
    await given.bring({
      ...{ id: idOf('evt', 1), type: 'campaign.unsubscribed', version: 1, subject: idOf('cmp', 1) },
      ...{ at: given.clock.now.toISOString(), actorId: 'system', cause: id, detail },
    });
    expect(await readConsent(given.table, { customerId: id, purpose: 'marketing', channel: 'email' })).toBe(false);
  });

  test('who unsubscribes while he is in the bin has withdrawn when he comes back', async () => {
    const given = await company();
    const { id, mainContact } = await given.create();
    await given.call('POST', `/v1/customers/${id}/consents`, { body: { ...consent, contactId: mainContact.id } });
    const removed = await given.call('DELETE', `/v1/customers/${id}`, { ...asAdmin, headers: { 'if-match': '"1"' } });
    expect(removed.status).toBe(204);
    given.clock.advance(1000);
    const detail = { campaignId: idOf('cmp', 1), customerId: id, contactId: mainContact.id };
    await given.bring({
      ...{ id: idOf('evt', 1), type: 'campaign.unsubscribed', version: 1, subject: idOf('cmp', 1) },
      ...{ at: given.clock.now.toISOString(), actorId: 'system', cause: id, detail },
    });
    expect((await given.call('POST', `/v1/customers/${id}/restore`, asAdmin)).status).toBe(200);
    expect(await readConsent(given.table, { customerId: id, purpose: 'marketing', channel: 'email' })).toBe(false);
  });

  test('what was agreed to after the click stands, however late the click is told', async () => {
    const given = await company();
    const { id, mainContact } = await given.create();
    const clickedAt = given.clock.now.toISOString();
    given.clock.advance(1000);
    await given.call('POST', `/v1/customers/${id}/consents`, { body: { ...consent, contactId: mainContact.id } });
    const detail = { campaignId: idOf('cmp', 1), customerId: id, contactId: mainContact.id };
    await given.bring({
      ...{ id: idOf('evt', 1), type: 'campaign.unsubscribed', version: 1, subject: idOf('cmp', 1) },
      ...{ at: clickedAt, actorId: 'system', cause: id, detail },
    });
    expect(await readConsent(given.table, { customerId: id, purpose: 'marketing', channel: 'email' })).toBe(true);
  });
});
