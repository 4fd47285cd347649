import { beforeEach, describe, expect, test } from 'vitest';
import { type Erasing, erasing, secret } from './erasing.ts';

/** What somebody asked by mail before he was known: his tickets name no contact, only his address. */
let given: Erasing;
beforeEach(async () => {
  given = await erasing();
});

const asked = { kind: 'question', severity: 'minor', channel: 'email', subject: '咨询', description: secret } as const;
const email = 'wangwu@example.com';

async function ask(requester: { name: string; email: string }, solution?: string): Promise<string> {
  const { status, body } = await given.call('tickets', 'POST', '/v1/tickets', { body: { ...asked, requester } });
  expect(status).toBe(201);
  if (solution !== undefined)
    await given.call('tickets', 'POST', `/v1/tickets/${body.id}/resolve`, { body: { solution } });
  await given.deliver();
  return body.id;
}

const ticket = async (id: string) => (await given.call('tickets', 'GET', `/v1/tickets/${id}`)).body;

describe('erasing a contact', () => {
  test('finds what he asked under his address before he was known, whatever its letters’ case, and leaves nobody else’s', async () => {
    const his = await ask({ name: '王五', email: 'WangWu@Example.com' }, secret);
    const others = await ask({ name: '赵六', email: 'zhao.liu@example.com' }, '已答复');
    const { body: preview } = await given.erase({ prefer: 'dry-run' });
    expect(preview.erases).toMatchObject({ tickets: 2, messages: 4 });
    const { body } = await given.erase();
    await given.deliver();

    expect(await ticket(his)).toMatchObject({ subject: '', description: '', solution: '', state: 'resolved' });
    expect(await ticket(his)).not.toHaveProperty('requester');
    expect(await ticket(others)).toMatchObject({ description: secret, requester: { email: 'zhao.liu@example.com' } });
    const { certificate } = (await given.call('customers', 'GET', `/v1/erasures/${body.id}`)).body;
    expect(certificate.erased.tickets).toEqual({ tickets: 2, messages: 4 });
    expect(JSON.stringify(certificate)).not.toContain('emailKeys');
  });

  test('is held up by one that is open, unless it is forced', async () => {
    const open = await ask({ name: '王五', email });
    const refused = await given.erase();
    expect(refused).toMatchObject({ status: 409, body: { open: [{ kind: 'ticket', id: open }] } });
    expect((await given.erase({}, { force: true })).status).toBe(202);
    await given.deliver();
    expect(await ticket(open)).toMatchObject({ description: '', state: 'open' });
  });

  test('leaves one that was given to somebody else since', async () => {
    const id = await ask({ name: '王五', email }, '已答复');
    const body = { customerId: given.survivorId, contactId: `con_${given.survivorId.slice(4)}` };
    const { version } = await ticket(id);
    const headers = { 'if-match': `"${version}"`, 'content-type': 'application/merge-patch+json' };
    expect((await given.call('tickets', 'PATCH', `/v1/tickets/${id}`, { body, headers })).status).toBe(200);
    await given.erase();
    await given.deliver();
    expect(await ticket(id)).toMatchObject({ description: secret });
  });

  test('finds the parts of one that was split', async () => {
    const id = await ask({ name: '王五', email });
    const part = await given.call('tickets', 'POST', `/v1/tickets/${id}/split`, {
      body: { subject: '另一件事', description: secret },
    });
    expect(part).toMatchObject({ status: 201, body: { requester: { email } } });
    await given.erase({}, { force: true });
    await given.deliver();
    expect(await ticket(part.body.id)).toMatchObject({ subject: '', description: '' });
  });
});
