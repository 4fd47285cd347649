import { beforeEach, describe, expect, test } from 'vitest';
import { type Erasing, erasing } from './erasing.ts';

let given: Erasing;
beforeEach(async () => {
  given = await erasing();
});

const get = (context: Parameters<Erasing['call']>[0], path: string) => given.call(context, 'GET', path);
const erasure = async (id: string) => (await get('customers', `/v1/erasures/${id}`)).body;

describe('an individual customer', () => {
  const he = { kind: 'individual', name: '赵六', contact: { name: '赵六', mobile: '13511112222' }, tags: ['华东'] };
  let id: string;
  let contactId: string;
  beforeEach(async () => {
    const { body } = await given.call('customers', 'POST', '/v1/customers', { body: he });
    id = body.id;
    contactId = body.mainContact.id;
    const wife = { name: '钱七', mobile: '13511113333' };
    await given.call('customers', 'POST', `/v1/customers/${id}/contacts`, { body: wife });
    const spoken = { channel: 'phone', direction: 'in', summary: '赵六想买房' };
    await given.call('activities', 'POST', `/v1/customers/${id}/interactions`, { body: spoken });
    const due = { due: { local: '2026-12-01T09:00', zone: 'Asia/Shanghai' } };
    await given.call('activities', 'POST', '/v1/follow-ups', { body: { customerId: id, subject: '回访赵六', ...due } });
    await given.deliver();
  });

  const erase = (path: string, body = {}) =>
    given.call('customers', 'POST', `${path}/erasure`, { body: { reason: '本人要求', ...body } });

  test.each(['customers', 'contacts'])('is erased wholly, with whoever is known through him: /v1/%s', async (by) => {
    const { status, body } = await erase(by === 'customers' ? `/v1/customers/${id}` : `/v1/contacts/${contactId}`);
    expect({ status, scope: body.scope }).toEqual({ status: 202, scope: 'customer' });
    await given.deliver({ again: true });
    expect((await get('customers', `/v1/customers/${id}`)).status).toBe(404);
    const left = JSON.stringify(given.table.rows());
    for (const word of ['赵六', '钱七', '13511112222', '13511113333']) expect(left).not.toContain(word);
    const { certificate } = await erasure(body.id);
    expect(certificate).toMatchObject({
      suppressed: 2,
      erased: { customers: { contacts: 2, matchKeys: 2 }, activities: { interactions: 1, followUps: 1 } },
    });
    const tags = await get('customers', '/v1/customers?tag=%E5%8D%8E%E4%B8%9C&sort=createdAt');
    expect(tags.body.items.map((each: { id: string }) => each.id)).not.toContain(id);
    const again = await given.call('customers', 'POST', '/v1/customers', { body: he });
    expect(again).toMatchObject({ status: 409, body: { code: 'customers.erased-person' } });
  });

  test('is not erased while his contract runs, unless with force; the contract stays', async () => {
    const term = { startsOn: '2026-01-01', endsOn: '2027-12-31', amount: { minor: 100, currency: 'CNY' } };
    const contract = { customerId: id, kind: 'service', title: '物业', ...term };
    const made = await given.call('contracts', 'POST', '/v1/contracts', { body: contract });
    const refused = await erase(`/v1/customers/${id}`);
    expect(refused).toMatchObject({ status: 409, body: { open: [{ kind: 'contract', id: made.body.id }] } });
    expect((await erase(`/v1/customers/${id}`, { force: true })).status).toBe(202);
    await given.deliver();
    expect((await get('contracts', `/v1/contracts/${made.body.id}`)).body).toMatchObject({ state: 'running' });
  });

  test('a company is not a person: 409', async () => {
    expect(await erase(`/v1/customers/${given.survivorId}`)).toMatchObject({
      status: 409,
      body: { code: 'customers.not-a-person' },
    });
  });
});
